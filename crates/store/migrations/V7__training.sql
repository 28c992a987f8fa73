-- Courses that staff take, or what is recognised of what they learnt elsewhere (article 13).
CREATE TABLE courses (
    reference {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    language {key},
    unit {key} NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    words TEXT NOT NULL,
    titles TEXT NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX courses_by_opening ON courses (opened_at, reference);

-- The sessions of a course, without those that were called off. Which is next depends on the day, so the query says it.
CREATE TABLE training_sessions (
    reference {key} NOT NULL,
    session BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (reference, session)
){narrow};
CREATE INDEX training_sessions_by_start ON training_sessions (starts_at, reference);

-- Who was at which session, or was not.
CREATE TABLE training_attendance (
    reference {key} NOT NULL,
    session BIGINT NOT NULL,
    staff BIGINT NOT NULL,
    how {key} NOT NULL,
    PRIMARY KEY (reference, session, staff)
){narrow};
CREATE INDEX training_attendance_by_staff ON training_attendance (staff, reference);

-- Levels that staff have reached. `height` is the level as a number that sorts. Days are ISO texts, which sort, too;
-- `expires_on` is the last day on which it counts, and the last day there is when it counts for good.
CREATE TABLE training_levels (
    reference {key} NOT NULL,
    staff BIGINT NOT NULL,
    language {key} NOT NULL,
    level {key} NOT NULL,
    height BIGINT NOT NULL,
    reached_on {key} NOT NULL,
    expires_on {key} NOT NULL,
    warned BIGINT NOT NULL,
    PRIMARY KEY (reference, staff, language)
){narrow};
CREATE INDEX training_levels_by_staff ON training_levels (staff, language, height, expires_on, reference);
CREATE INDEX training_levels_by_language ON training_levels (language, height, expires_on);
