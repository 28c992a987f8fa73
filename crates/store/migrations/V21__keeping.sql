-- What the digest of a file was made with besides its bytes. NULL: recorded before files had one.
ALTER TABLE files ADD COLUMN salt {blob};

-- Since when a case is over that still has its words and no legal hold: from then on its service's time runs.
ALTER TABLE cases ADD COLUMN may_go_from BIGINT;
CREATE INDEX cases_may_go ON cases (service, may_go_from, reference) WHERE may_go_from IS NOT NULL;
