-- Deletes that a person decides about, and folders that are left out for a while. Placeholders as in V1.

ALTER TABLE parked_delete ADD COLUMN kept BOOLEAN DEFAULT FALSE NOT NULL;

CREATE TABLE delete_hold (
    mailbox   VARCHAR(320)             NOT NULL,
    transport VARCHAR(50)              NOT NULL,
    folder    VARCHAR(1024)            NOT NULL,
    up_to     BIGINT                   NOT NULL,
    records   INTEGER                  NOT NULL,
    items     INTEGER                  NOT NULL,
    asked_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    answer    VARCHAR(20),
    PRIMARY KEY (mailbox, transport, folder)
);

CREATE TABLE folder_trouble (
    mailbox   VARCHAR(320)             NOT NULL,
    transport VARCHAR(50)              NOT NULL,
    folder    VARCHAR(1024)            NOT NULL,
    failures  INTEGER                  NOT NULL,
    code      VARCHAR(200),
    reason    VARCHAR(4000),
    retry_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (mailbox, transport, folder)
);
