-- Calls from the telephone network (article 8): they wait in the queue like those of browsers, but an exchange rings their agents,
-- in an order that it is told once. Numbers of members of staff; without one it is no such call. Of who calls nothing is here.
ALTER TABLE hotline_waiting ADD COLUMN in_turn TEXT;
