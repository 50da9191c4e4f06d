-- What tests of profiles and mailboxes found, tests that are asked for, and who this installation is.

-- The last test of a profile's connection; the report as JSON, with every step.
CREATE TABLE profile_test (
    profile   VARCHAR(200)             NOT NULL PRIMARY KEY,
    tested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    result    VARCHAR(20)              NOT NULL,
    millis    BIGINT                   NOT NULL,
    mailbox   VARCHAR(320),
    code      VARCHAR(200),
    detail    VARCHAR(4000),
    tested_by VARCHAR(200)             NOT NULL,
    report    ${text}                  NOT NULL
);

-- The last test of each direction of a mailbox.
CREATE TABLE mailbox_test (
    mailbox   VARCHAR(320)             NOT NULL,
    direction VARCHAR(40)              NOT NULL,
    result    VARCHAR(20)              NOT NULL,
    code      VARCHAR(200),
    detail    VARCHAR(4000),
    tested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (mailbox, direction),
    FOREIGN KEY (mailbox) REFERENCES mailbox (mailbox)
);

-- Mailboxes that are to be tested and enabled. The row is there until the test came to its end.
CREATE TABLE mailbox_test_request (
    mailbox      VARCHAR(320)             NOT NULL PRIMARY KEY,
    take_over    BOOLEAN                  NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    requested_by VARCHAR(200)             NOT NULL,
    attempts     INTEGER                  NOT NULL,
    due_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    claim_token  VARCHAR(64),
    claim_until  TIMESTAMP WITH TIME ZONE,
    FOREIGN KEY (mailbox) REFERENCES mailbox (mailbox)
);
CREATE INDEX mailbox_test_request_due ON mailbox_test_request (due_at);

-- By this id mailboxes know which installation synchronises them; one row, made at the first need.
CREATE TABLE installation (
    one             INTEGER      NOT NULL PRIMARY KEY CHECK (one = 1),
    installation_id VARCHAR(64)  NOT NULL,
    made_at         TIMESTAMP WITH TIME ZONE NOT NULL
);
