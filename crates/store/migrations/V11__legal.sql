-- Translations of laws (article 9), each of one law into one language. `slot` is that law and language while the record has
-- words, so that nobody takes up what somebody else has taken up; an erased one gives it free. The day of the publication
-- is there while there is one, and beside it when that version of the law was first public, the day of that version, and
-- that of the version before.
CREATE TABLE legal_translations (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    law {key} NOT NULL,
    language {key} NOT NULL,
    unit {key} NOT NULL,
    state {key} NOT NULL,
    slot {key},
    published_on {key},
    first_on {key},
    source_day {key},
    replaces {key},
    folded TEXT NOT NULL
);
CREATE UNIQUE INDEX legal_translations_by_slot ON legal_translations (slot);
CREATE INDEX legal_translations_by_law ON legal_translations (law, language);
