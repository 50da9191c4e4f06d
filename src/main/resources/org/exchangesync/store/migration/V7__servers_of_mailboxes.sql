-- On which server each mailbox is, as Autodiscover said. Placeholders as in V1.

CREATE TABLE mailbox_server (
    mailbox                VARCHAR(320)             NOT NULL PRIMARY KEY,
    ews_url                VARCHAR(2084)            NOT NULL,
    last_autodiscovered_on TIMESTAMP WITH TIME ZONE NOT NULL,
    last_attempt_at        TIMESTAMP WITH TIME ZONE NOT NULL
);
