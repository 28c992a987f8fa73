-- Who in a call agreed that what is said in it is written down (a member of staff by number, the caller is 0). A row goes when they
-- take it back, when they leave, and with the end of the call.
CREATE TABLE hotline_agreed (
    contact {key} NOT NULL,
    peer BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (contact, peer)
){narrow};

-- What was heard a moment ago, on its way to the pages of those in the call. Gone within half a minute of the next one, as soon as
-- anybody comes, leaves or takes back that they agreed, and with the end of the call.
CREATE TABLE hotline_captions (
    contact {key} NOT NULL,
    seq BIGINT NOT NULL,
    speaker BIGINT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (contact, seq)
);
CREATE INDEX hotline_captions_by_at ON hotline_captions (at);
