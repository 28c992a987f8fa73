-- Whom the city works with. Days are ISO texts, which sort. `renew_by` is `until` while it is active, and a text that sorts
-- after any day when nothing is to be renewed, so that lists sort upwards; `renewal` says whether its unit was warned of that
-- day. `name` is what lists are sorted by, normalised.
CREATE TABLE partners (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    country {key},
    unit {key} NOT NULL,
    is_public BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    since {key},
    until {key},
    renew_by {key} NOT NULL,
    renewal BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    name {key} NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX partners_by_name ON partners (name, reference);
CREATE INDEX partners_by_opening ON partners (opened_at, reference);
CREATE INDEX partners_by_renewal ON partners (renew_by, name, reference);
CREATE INDEX partners_counted ON partners (state, kind, is_public, unit, country);

-- Its names as they were written, whatever they are sorted and searched by.
CREATE TABLE partner_names (
    reference {key} NOT NULL,
    language {key} NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (reference, language)
){narrow};

-- The articles of the regulation that it serves.
CREATE TABLE partner_articles (
    reference {key} NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (reference, article)
){narrow};
CREATE INDEX partner_articles_by_article ON partner_articles (article, reference);

CREATE TABLE partner_languages (
    reference {key} NOT NULL,
    language {key} NOT NULL,
    PRIMARY KEY (reference, language)
){narrow};
CREATE INDEX partner_languages_by_language ON partner_languages (language, reference);

-- The records that it has to do with, by noun.
CREATE TABLE partner_links (
    reference {key} NOT NULL,
    noun {key} NOT NULL,
    target {key} NOT NULL,
    PRIMARY KEY (reference, noun, target)
){narrow};
CREATE INDEX partner_links_by_target ON partner_links (target, reference);

-- The words of a partner, normalised. Contacts and notes apart: not everybody who finds a partner may read them.
CREATE TABLE partner_search (
    reference {key} NOT NULL PRIMARY KEY,
    words TEXT NOT NULL,
    contacts TEXT NOT NULL,
    notes TEXT NOT NULL
);
