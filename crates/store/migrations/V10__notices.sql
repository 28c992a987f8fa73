-- How the address stands that was left in a case for mails about it. The address itself stands with the case.
CREATE TABLE notices (
    reference {key} NOT NULL PRIMARY KEY,
    stands {key} NOT NULL,
    since BIGINT NOT NULL
){narrow};
CREATE INDEX notices_by_standing ON notices (stands, since, reference);

-- Mails that went out within a day, so that nobody is sent too many, whoever types their address in however many cases. An
-- address is there as a keyed hash alone. `kind` is that of the task, `name` the mail's own.
CREATE TABLE mails_sent (
    address_hash {blob} NOT NULL,
    kind {key} NOT NULL,
    name {key} NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (address_hash, kind, name)
){narrow};
CREATE INDEX mails_sent_by_time ON mails_sent (sent_at);
