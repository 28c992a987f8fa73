-- Contacts with the hotline (article 8), without a word of what is said in them: that stands in their events alone.
CREATE TABLE contacts (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    case_reference {key} NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    language {key} NOT NULL,
    unit {key} NOT NULL,
    topic {key},
    urgent BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by BIGINT,
    ended_at BIGINT,
    why {key},
    outcome {key},
    solved BIGINT,
    satisfied BIGINT,
    folded TEXT NOT NULL
);
CREATE INDEX contacts_by_state ON contacts (state, opened_at, reference);
CREATE INDEX contacts_by_opened ON contacts (opened_at, reference);
CREATE INDEX contacts_by_case ON contacts (case_reference);
-- One conversation at a time: who begins another goes on in that one.
CREATE UNIQUE INDEX contacts_live ON contacts (case_reference) WHERE state IN ('waiting', 'talking');

-- Who takes part in one, took part, or was asked in. `here` while they do.
CREATE TABLE contact_people (
    reference {key} NOT NULL,
    staff BIGINT NOT NULL,
    part {key} NOT NULL,
    here BIGINT NOT NULL,
    PRIMARY KEY (reference, staff)
){narrow};
CREATE INDEX contact_people_by_staff ON contact_people (staff, here, reference);

-- Who waits for an agent, or waited: rows alone, without anything about a person. One without a contact has said nothing yet
-- and is offered to nobody. `until` is there when the wait is over, and `outcome` says how. What is over stays for the
-- statistics of the hotline.
CREATE TABLE hotline_waiting (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    language {key} NOT NULL,
    urgent BIGINT NOT NULL,
    topic {key},
    contact {key},
    since BIGINT NOT NULL,
    again BIGINT NOT NULL,
    beat_at BIGINT NOT NULL,
    offered_to BIGINT,
    offered_at BIGINT,
    declined_by {key} NOT NULL,
    until BIGINT,
    outcome {key}
);
CREATE INDEX hotline_waiting_by_until ON hotline_waiting (until, since);
CREATE INDEX hotline_waiting_by_contact ON hotline_waiting (contact);

-- Who is at the hotline's desk: rows alone. One whose beat is long ago has gone.
CREATE TABLE hotline_agents (
    staff BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    state {key} NOT NULL,
    reason {key},
    since BIGINT NOT NULL,
    beat_at BIGINT NOT NULL
);
