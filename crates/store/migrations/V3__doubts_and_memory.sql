-- An engine has made the translation, and a person should check it.
ALTER TABLE translation_wants ADD COLUMN doubtful BIGINT NOT NULL DEFAULT 0;

-- What people have translated or checked, message by message: the translation memory. `at` is when.
CREATE TABLE translation_memory (
    reference {key} NOT NULL,
    message BIGINT NOT NULL,
    to_lang {key} NOT NULL,
    from_lang {key} NOT NULL,
    at BIGINT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (reference, message, to_lang)
);
