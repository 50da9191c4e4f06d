-- Mail that is to be sent, what became of it, and mailboxes that ask whether so much may leave. Placeholders as in V1.

CREATE TABLE outgoing_email (
    record_id         UUID                     NOT NULL PRIMARY KEY,
    state             VARCHAR(20)              NOT NULL,
    mailbox           VARCHAR(320)             NOT NULL,
    request_key       VARCHAR(200),
    answers_record_id UUID,
    due_at            TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    released          BOOLEAN                  DEFAULT FALSE NOT NULL,
    attempts          INTEGER                  DEFAULT 0 NOT NULL,
    tried_at          TIMESTAMP WITH TIME ZONE,
    profile           VARCHAR(200),
    transport         VARCHAR(50),
    begun_at          TIMESTAMP WITH TIME ZONE,
    draft_id          VARCHAR(1024),
    draft_change_key  VARCHAR(1024),
    discard_drafts    BOOLEAN                  DEFAULT FALSE NOT NULL,
    uncertain_since   TIMESTAMP WITH TIME ZONE,
    sent_at           TIMESTAMP WITH TIME ZONE,
    sent_item_id      VARCHAR(1024),
    server_reply      VARCHAR(4000),
    last_code         VARCHAR(200),
    last_reason       VARCHAR(4000),
    created_at        TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT outgoing_email_request UNIQUE (request_key),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE,
    CONSTRAINT outgoing_email_state CHECK (state IN
        ('DRAFT', 'PENDING_SEND', 'SENDING', 'SENT', 'FAILED', 'UNCERTAIN', 'CANCELLED'))
);
CREATE INDEX outgoing_email_due ON outgoing_email (state, due_at);
CREATE INDEX outgoing_email_mailbox ON outgoing_email (mailbox, state, due_at);
CREATE INDEX outgoing_email_tried ON outgoing_email (mailbox, tried_at);

CREATE TABLE outgoing_refusal (
    record_id    UUID    NOT NULL,
    ordinal      INTEGER NOT NULL,
    address      VARCHAR(500),
    reply        VARCHAR(4000),
    is_permanent BOOLEAN NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES outgoing_email (record_id) ON DELETE CASCADE
);

CREATE TABLE outgoing_hold (
    mailbox  VARCHAR(320)             NOT NULL PRIMARY KEY,
    pending  INTEGER                  NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL
);
