-- Files and idempotency belong to a stream, whatever noun it is of.
ALTER TABLE attachments RENAME TO files;
ALTER TABLE files RENAME COLUMN reference TO stream;
UPDATE files SET stream = 'case/' || stream;
ALTER TABLE idempotency RENAME COLUMN reference TO stream;
UPDATE idempotency SET stream = 'case/' || stream;

-- What rows were derived with, noun by noun. Those of staff have not changed their shape.
UPDATE settings SET name = 'derived/case' WHERE name = 'derived';
INSERT INTO settings (name, value) SELECT 'derived/staff', '1' WHERE EXISTS (SELECT 1 FROM staff);
