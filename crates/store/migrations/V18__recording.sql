-- Who in a call agreed to what: `captions`, or `recording` (a member of staff by number, the caller is 0). A row goes when it is
-- taken back, when they leave, and with the end of the call. It takes the place of `hotline_agreed`, which knew captions alone; that
-- one goes in a later release.
CREATE TABLE hotline_consents (
    contact {key} NOT NULL,
    purpose {key} NOT NULL,
    peer BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (contact, purpose, peer)
){narrow};

-- A recording while it is made, sealed part by part; one of a call at a time. It is closed, in its first part, as soon as it may not
-- go on: somebody came, took it back, or the call is over. Then its parts become one file of the contact and go from here.
CREATE TABLE hotline_recorded (
    contact {key} NOT NULL,
    n BIGINT NOT NULL,
    take BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    at BIGINT NOT NULL,
    sealed {blob} NOT NULL,
    PRIMARY KEY (contact, n)
);
CREATE INDEX hotline_recorded_by_at ON hotline_recorded (contact, at);
CREATE INDEX hotline_recorded_first ON hotline_recorded (contact) WHERE n = 0;
