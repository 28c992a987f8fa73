-- Work that must happen though the process dies. Whoever claims a task moves `due_at` to the end of the claim, so that it
-- is due again if nothing more is heard of it. `about` names a stream; it holds nobody's words.
CREATE TABLE tasks (
    kind {key} NOT NULL,
    name {key} NOT NULL,
    about {key} NOT NULL,
    due_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    gave_up BIGINT NOT NULL,
    why {key} NOT NULL,
    PRIMARY KEY (kind, name)
){narrow};
CREATE INDEX tasks_by_due ON tasks (gave_up, kind, due_at);
