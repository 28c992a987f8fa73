-- The journal. What is hashed are the stored bytes of each column. Two writers meet at the key: one stream has one event
-- of a number. Where a stream ends stands in the row that follows from it, as its version.
CREATE TABLE events (
    stream {key} NOT NULL,
    seq BIGINT NOT NULL,
    id {key} NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind {key} NOT NULL,
    facts TEXT NOT NULL,
    body TEXT,
    salt {blob},
    body_digest {blob},
    hash {blob} NOT NULL,
    PRIMARY KEY (stream, seq)
);

-- What folding a case's events gives. `folded` is all of it; the columns before it are what lists ask for.
-- `calm` is 0 when the case is urgent, and `due_at` the largest number when nothing runs, so that lists sort upwards.
CREATE TABLE cases (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    service {key} NOT NULL,
    state {key} NOT NULL,
    unit {key} NOT NULL,
    language {key} NOT NULL,
    district {key},
    topic {key},
    calm BIGINT NOT NULL,
    holder BIGINT,
    channel {key} NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    paused BIGINT NOT NULL,
    escalated BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    asks_extension BIGINT NOT NULL,
    response_due_at BIGINT,
    responded_at BIGINT,
    answered_at BIGINT,
    solved BIGINT,
    satisfied BIGINT,
    rated_at BIGINT,
    excluded {key},
    excluded_at BIGINT,
    receipt_hash {blob} NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX cases_by_due ON cases (calm, due_at, opened_at, reference, unit);
CREATE INDEX cases_by_opening ON cases (opened_at, reference);
-- Everything that is counted, so that counting does not touch the wide rows.
CREATE INDEX cases_counted ON cases (
    state, unit, excluded, excluded_at, response_due_at, responded_at, answered_at, rated_at, solved, satisfied
);

-- The units involved in a case besides the one that handles it.
CREATE TABLE case_units (
    reference {key} NOT NULL,
    unit {key} NOT NULL,
    PRIMARY KEY (reference, unit)
){narrow};
CREATE INDEX case_units_by_unit ON case_units (unit, reference);

-- The words of a case, normalised. Notes apart: not everybody who finds a case may read them.
-- Keyed by time before reference, as is the next: references come in no order, and rows added in order cost less.
CREATE TABLE case_search (
    opened_at BIGINT NOT NULL,
    reference {key} NOT NULL,
    words TEXT NOT NULL,
    notes TEXT NOT NULL,
    PRIMARY KEY (opened_at, reference)
);

-- Messages that somebody cannot read yet. `due_at` is that of the case.
CREATE TABLE translation_wants (
    due_at BIGINT NOT NULL,
    reference {key} NOT NULL,
    message BIGINT NOT NULL,
    to_lang {key} NOT NULL,
    from_lang {key} NOT NULL,
    since BIGINT NOT NULL,
    unit {key} NOT NULL,
    PRIMARY KEY (due_at, reference, message, to_lang)
){narrow};

CREATE TABLE idempotency (
    key_hash {blob} NOT NULL PRIMARY KEY,
    request_digest {blob} NOT NULL,
    reference {key} NOT NULL,
    created_at BIGINT NOT NULL
){narrow};

CREATE TABLE staff (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    login {key} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role {key} NOT NULL,
    unit {key} NOT NULL,
    languages {key} NOT NULL,
    active BIGINT NOT NULL,
    password_hash TEXT NOT NULL
);

CREATE TABLE sessions (
    token_hash {blob} NOT NULL PRIMARY KEY,
    staff BIGINT NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
){narrow};
CREATE INDEX sessions_by_staff ON sessions (staff);

-- What the derived rows were derived with.
CREATE TABLE settings (
    name {key} NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
