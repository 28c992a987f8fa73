-- A session is listed and ended by a name, which says nothing of its token. Those of before have none, and end here: all sign in once more.
DELETE FROM sessions;
-- What it is on is known by what its browser keeps, as a hash: another sign-in there ends it.
ALTER TABLE sessions ADD COLUMN name {key} NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN device {blob};
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT 'other';
ALTER TABLE sessions ADD COLUMN system TEXT NOT NULL DEFAULT 'other';
CREATE INDEX sessions_by_device ON sessions (device);
CREATE INDEX sessions_by_use ON sessions (last_seen_at, name);

-- The security log: each entry is a stream of one event. Its key begins with when it was, so that the order of keys is that of time.
CREATE TABLE security (
    id {key} NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    who BIGINT,
    whom BIGINT,
    folded TEXT NOT NULL
);
CREATE INDEX security_by_kind ON security (kind, id);
CREATE INDEX security_by_who ON security (who, id);
CREATE INDEX security_by_whom ON security (whom, id);
