-- Calls that have gone through a media server, so that their rooms there are closed when they are over. Which room it is follows
-- from the contact. How often somebody asked to be let in is counted: no call needs that without end.
CREATE TABLE hotline_rooms (
    contact {key} NOT NULL PRIMARY KEY,
    offers BIGINT NOT NULL,
    at BIGINT NOT NULL
){narrow};
