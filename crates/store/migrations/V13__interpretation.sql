-- Interpreters' jobs: appointments and duties (article 8). `staff` is whoever it is offered to or given, `asked_by` who of
-- the staff asked for it, `counted_at` when that began which counts as work; `worked` and `waited` are minutes of it.
CREATE TABLE interpretation_jobs (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    setting {key},
    unit {key} NOT NULL,
    staff BIGINT,
    asked_by BIGINT,
    case_reference {key},
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    counted_at BIGINT,
    worked BIGINT NOT NULL,
    waited BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    words TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX interpretation_jobs_by_start ON interpretation_jobs (starts_at, reference);
CREATE INDEX interpretation_jobs_by_opening ON interpretation_jobs (opened_at, reference);
CREATE INDEX interpretation_jobs_by_state ON interpretation_jobs (state, starts_at, reference);
CREATE INDEX interpretation_jobs_by_unit ON interpretation_jobs (unit, starts_at, reference);
CREATE INDEX interpretation_jobs_by_asker ON interpretation_jobs (asked_by, starts_at, reference);
CREATE INDEX interpretation_jobs_by_staff ON interpretation_jobs (staff, state, starts_at);
CREATE INDEX interpretation_jobs_by_case ON interpretation_jobs (case_reference);
CREATE INDEX interpretation_jobs_by_counting ON interpretation_jobs (counted_at, staff);

-- The languages of each.
CREATE TABLE interpretation_languages (
    reference {key} NOT NULL,
    language {key} NOT NULL,
    PRIMARY KEY (reference, language)
){narrow};
CREATE INDEX interpretation_languages_by_language ON interpretation_languages (language, reference);

-- The quarters of an hour since 1970 that jobs take of somebody's time, with travel. Nobody has one twice: of two jobs that
-- are given to one person at once, whoever gives them, the second is not written.
CREATE TABLE interpretation_quarters (
    staff BIGINT NOT NULL,
    quarter BIGINT NOT NULL,
    reference {key} NOT NULL,
    PRIMARY KEY (staff, quarter)
){narrow};
CREATE INDEX interpretation_quarters_by_job ON interpretation_quarters (reference, quarter);

-- Who reads their jobs as a calendar: whose address it is, known by a keyed hash of its secret.
CREATE TABLE interpretation_feeds (
    staff BIGINT NOT NULL PRIMARY KEY,
    token_hash {blob} NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX interpretation_feeds_by_token ON interpretation_feeds (token_hash);
