-- The bytes of files. What they are, and the digest of their bytes, stands in the journal.
CREATE TABLE attachments (
    reference {key} NOT NULL,
    id BIGINT NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (reference, id)
);
