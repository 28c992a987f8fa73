-- What the hotline's wall counts (article 8): rows alone, of which nothing says more than which colleague was where.

-- When somebody was at the hotline's desk, ready or on a break; with their role and the languages that they spoke then. `ended_at`
-- is there when it is over.
CREATE TABLE hotline_presence (
    staff BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    state {key} NOT NULL,
    reason {key},
    role {key} NOT NULL,
    languages TEXT NOT NULL,
    PRIMARY KEY (staff, began_at)
){narrow};
CREATE INDEX hotline_presence_by_begun ON hotline_presence (began_at);
CREATE INDEX hotline_presence_by_ended ON hotline_presence (ended_at, staff);
INSERT INTO hotline_presence (staff, began_at, state, reason, role, languages)
SELECT a.staff, a.since, a.state, a.reason, s.role, s.languages FROM hotline_agents a JOIN staff s ON s.id = a.staff
WHERE a.state <> 'offline';

-- From when to when an agent had a contact, with its wrap-up: follows from its journal.
CREATE TABLE contact_held (
    reference {key} NOT NULL,
    n BIGINT NOT NULL,
    staff BIGINT NOT NULL,
    language {key} NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (reference, n)
){narrow};
CREATE INDEX contact_held_by_begun ON contact_held (began_at);

-- Who began to wait in a time.
CREATE INDEX hotline_waiting_by_since ON hotline_waiting (since);
