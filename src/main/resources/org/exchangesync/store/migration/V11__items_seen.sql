-- What was seen of folders whose servers keep no state for us: the unique ids of messages that POP3 servers hold. Placeholders as in V1.

CREATE TABLE seen_item (
    mailbox   VARCHAR(320)  NOT NULL,
    transport VARCHAR(50)   NOT NULL,
    folder    VARCHAR(1024) NOT NULL,
    item_id   VARCHAR(1024) NOT NULL,
    PRIMARY KEY (item_id, mailbox, transport, folder)
);
CREATE INDEX seen_item_folder ON seen_item (mailbox, transport, folder);
