-- What waits to be translated, the most pressing first: urgent cases, then what a resident waits for. `due_at` is when the
-- translation is due, or else the case. `field` names the answer of the form that it is, if it is one.
DROP TABLE translation_wants;
CREATE TABLE translation_wants (
    rank BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reference {key} NOT NULL,
    message BIGINT NOT NULL,
    field {key} NOT NULL,
    to_lang {key} NOT NULL,
    from_lang {key} NOT NULL,
    since BIGINT NOT NULL,
    unit {key} NOT NULL,
    doubtful BIGINT NOT NULL,
    waits BIGINT NOT NULL,
    PRIMARY KEY (reference, message, field, to_lang)
){narrow};
CREATE INDEX translation_wants_by_rank ON translation_wants (rank, due_at, reference, message, field, to_lang);

DROP TABLE translation_memory;
CREATE TABLE translation_memory (
    reference {key} NOT NULL,
    message BIGINT NOT NULL,
    field {key} NOT NULL,
    to_lang {key} NOT NULL,
    from_lang {key} NOT NULL,
    at BIGINT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (reference, message, field, to_lang)
);

-- When the clock began that is due next.
ALTER TABLE cases ADD COLUMN due_from BIGINT NOT NULL DEFAULT 0;
