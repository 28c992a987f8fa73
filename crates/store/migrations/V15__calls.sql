-- Calls in the browser that ring and nobody has answered (article 8): what their case is opened with when somebody does. The
-- caller holds the receipt already; here is only the keyed hash of its code. A row goes when the call is answered or given up.
CREATE TABLE hotline_calls (
    contact {key} NOT NULL PRIMARY KEY,
    case_reference {key} NOT NULL,
    code_hash {blob} NOT NULL
){narrow};

-- What the browsers in a call tell one another to find a way: who to whom (a member of staff by number, the caller is 0), in the
-- order of `seq`. Gone with the end of the call.
CREATE TABLE hotline_signals (
    contact {key} NOT NULL,
    seq BIGINT NOT NULL,
    sender BIGINT NOT NULL,
    receiver BIGINT NOT NULL,
    data TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (contact, seq)
);

-- When whoever waits was asked whether they would rather be called back.
ALTER TABLE hotline_waiting ADD COLUMN call_back_at BIGINT;
-- Until when a call-back is due that is due from `since` on. Whom nobody called in that time is due again a day later.
ALTER TABLE hotline_waiting ADD COLUMN due_until BIGINT;
