-- One set of migrations for H2 and PostgreSQL. Placeholders stand for what differs:
--   ${text}             text without a limit
--   ${blob}             bytes without a limit
--   ${content_storage}  a statement by which the database keeps contents as they are read and written here: in one piece
-- Keys over several columns begin with the one that is looked up in lists: H2 uses an index for a list only where its
-- column comes first. The meaning of every column is in docs/schema.md. All times are instants, written in UTC.

-- ── schedule ────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE mailbox (
    mailbox         VARCHAR(320)             NOT NULL PRIMARY KEY,
    profile         VARCHAR(200)             NOT NULL,
    active          BOOLEAN                  NOT NULL,
    due_at          TIMESTAMP WITH TIME ZONE NOT NULL,
    claim_token     UUID,
    claim_started   BOOLEAN                  NOT NULL,
    lease_until     TIMESTAMP WITH TIME ZONE,
    last_started_at TIMESTAMP WITH TIME ZONE,
    last_success_at TIMESTAMP WITH TIME ZONE,
    failures        INTEGER                  NOT NULL,
    last_error_code VARCHAR(200),
    last_error      VARCHAR(4000)
);
CREATE INDEX mailbox_due ON mailbox (due_at, mailbox);

CREATE TABLE folder_state (
    mailbox    VARCHAR(320)             NOT NULL,
    transport  VARCHAR(50)              NOT NULL,
    folder     VARCHAR(1024)            NOT NULL,
    generation INTEGER                  NOT NULL,
    state      ${text},
    version    BIGINT                   NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (mailbox, transport, folder)
);

-- ── contents: originals, attachments and texts too long for their column, each kept once ───────────────────────────────

CREATE TABLE content (
    sha256 VARCHAR(64) NOT NULL PRIMARY KEY,
    size   BIGINT      NOT NULL,
    bytes  ${blob}     NOT NULL
);
${content_storage};

-- ── records ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE record (
    record_id      UUID                     NOT NULL PRIMARY KEY,
    kind           VARCHAR(20)              NOT NULL,
    identity       VARCHAR(512)             NOT NULL,
    content_digest VARCHAR(64)              NOT NULL,
    source_mailbox VARCHAR(320)             NOT NULL,
    received_at    TIMESTAMP WITH TIME ZONE,
    version        BIGINT                   NOT NULL,
    warning        VARCHAR(2000),
    created_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    gone_at        TIMESTAMP WITH TIME ZONE,
    CONSTRAINT record_identity UNIQUE (identity, kind)
);
CREATE INDEX record_digest ON record (content_digest);

CREATE TABLE email (
    record_id          UUID        NOT NULL PRIMARY KEY,
    message_id         VARCHAR(1000),
    message_key        VARCHAR(400),
    subject            VARCHAR(1000),
    from_name          VARCHAR(500),
    from_address       VARCHAR(500),
    sender_name        VARCHAR(500),
    sender_address     VARCHAR(500),
    sent_at            TIMESTAMP WITH TIME ZONE,
    received_at        TIMESTAMP WITH TIME ZONE,
    body_text          ${text},
    body_html          ${text},
    importance         VARCHAR(20) NOT NULL,
    sensitivity        VARCHAR(20) NOT NULL,
    conversation_index VARCHAR(2000),
    original_sha256    VARCHAR(64),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE,
    FOREIGN KEY (original_sha256) REFERENCES content (sha256)
);
CREATE INDEX email_message_key ON email (message_key);

CREATE TABLE email_recipient (
    record_id UUID        NOT NULL,
    ordinal   INTEGER     NOT NULL,
    role      VARCHAR(20) NOT NULL,
    name      VARCHAR(500),
    address   VARCHAR(500),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE email_reference (
    record_id   UUID          NOT NULL,
    ordinal     INTEGER       NOT NULL,
    role        VARCHAR(20)   NOT NULL,
    message_id  VARCHAR(1000) NOT NULL,
    message_key VARCHAR(400),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);
CREATE INDEX email_reference_message_key ON email_reference (message_key);

CREATE TABLE appointment (
    record_id               UUID                     NOT NULL PRIMARY KEY,
    uid                     VARCHAR(1000),
    recurrence_id           TIMESTAMP WITH TIME ZONE,
    subject                 VARCHAR(1000),
    body_text               ${text},
    body_html               ${text},
    start_at                TIMESTAMP WITH TIME ZONE NOT NULL,
    end_at                  TIMESTAMP WITH TIME ZONE NOT NULL,
    time_zone               VARCHAR(200),
    all_day                 BOOLEAN                  NOT NULL,
    location                VARCHAR(1000),
    organizer_name          VARCHAR(500),
    organizer_address       VARCHAR(500),
    show_as                 VARCHAR(20)              NOT NULL,
    sensitivity             VARCHAR(20)              NOT NULL,
    importance              VARCHAR(20)              NOT NULL,
    reminder_minutes        INTEGER,
    cancelled               BOOLEAN                  NOT NULL,
    my_response             VARCHAR(20)              NOT NULL,
    recurrence_rule         VARCHAR(500),
    recurrence_start        DATE,
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);
CREATE INDEX appointment_start ON appointment (start_at);

CREATE TABLE appointment_attendee (
    record_id    UUID        NOT NULL,
    ordinal      INTEGER     NOT NULL,
    role         VARCHAR(20) NOT NULL,
    name         VARCHAR(500),
    address      VARCHAR(500),
    response     VARCHAR(20),
    responded_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE appointment_exception (
    record_id      UUID                     NOT NULL,
    ordinal        INTEGER                  NOT NULL,
    original_start TIMESTAMP WITH TIME ZONE,
    start_at       TIMESTAMP WITH TIME ZONE,
    end_at         TIMESTAMP WITH TIME ZONE,
    subject        VARCHAR(1000),
    location       VARCHAR(1000),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE appointment_deleted_occurrence (
    record_id      UUID                     NOT NULL,
    ordinal        INTEGER                  NOT NULL,
    original_start TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE contact (
    record_id           UUID        NOT NULL PRIMARY KEY,
    display_name        VARCHAR(1000),
    file_as             VARCHAR(1000),
    name_prefix         VARCHAR(500),
    given_name          VARCHAR(500),
    middle_name         VARCHAR(500),
    surname             VARCHAR(500),
    suffix              VARCHAR(500),
    initials            VARCHAR(500),
    nickname            VARCHAR(500),
    company_name        VARCHAR(500),
    department          VARCHAR(500),
    job_title           VARCHAR(500),
    profession          VARCHAR(500),
    manager             VARCHAR(500),
    assistant_name      VARCHAR(500),
    office_location     VARCHAR(500),
    spouse_name         VARCHAR(500),
    mailing_address     VARCHAR(20),
    business_home_page  VARCHAR(2000),
    birthday            DATE,
    wedding_anniversary DATE,
    notes_text          ${text},
    notes_html          ${text},
    sensitivity         VARCHAR(20) NOT NULL,
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE contact_email (
    record_id UUID    NOT NULL,
    ordinal   INTEGER NOT NULL,
    name      VARCHAR(500),
    address   VARCHAR(500),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);
CREATE INDEX contact_email_address ON contact_email (address);

CREATE TABLE contact_phone (
    record_id UUID         NOT NULL,
    ordinal   INTEGER      NOT NULL,
    slot      VARCHAR(30)  NOT NULL,
    number    VARCHAR(500) NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE contact_address (
    record_id   UUID        NOT NULL,
    ordinal     INTEGER     NOT NULL,
    slot        VARCHAR(20) NOT NULL,
    street      VARCHAR(1000),
    city        VARCHAR(500),
    state       VARCHAR(500),
    postal_code VARCHAR(200),
    country     VARCHAR(500),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE contact_im_address (
    record_id UUID         NOT NULL,
    ordinal   INTEGER      NOT NULL,
    name      VARCHAR(500) NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE contact_child (
    record_id UUID         NOT NULL,
    ordinal   INTEGER      NOT NULL,
    name      VARCHAR(500) NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE task (
    record_id               UUID        NOT NULL PRIMARY KEY,
    subject                 VARCHAR(1000),
    body_text               ${text},
    body_html               ${text},
    status                  VARCHAR(20) NOT NULL,
    percent_complete        INTEGER     NOT NULL,
    start_date              DATE,
    due_date                DATE,
    completed_at            TIMESTAMP WITH TIME ZONE,
    reminder_at             TIMESTAMP WITH TIME ZONE,
    owner                   VARCHAR(500),
    importance              VARCHAR(20) NOT NULL,
    sensitivity             VARCHAR(20) NOT NULL,
    total_work_minutes      INTEGER,
    actual_work_minutes     INTEGER,
    recurrence_rule         VARCHAR(500),
    recurrence_start        DATE,
    recurrence_regenerating BOOLEAN     NOT NULL,
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);
CREATE INDEX task_due ON task (due_date);

CREATE TABLE task_company (
    record_id UUID         NOT NULL,
    ordinal   INTEGER      NOT NULL,
    name      VARCHAR(500) NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE record_category (
    record_id UUID         NOT NULL,
    ordinal   INTEGER      NOT NULL,
    name      VARCHAR(500) NOT NULL,
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE
);

CREATE TABLE attachment (
    record_id      UUID    NOT NULL,
    ordinal        INTEGER NOT NULL,
    name           VARCHAR(1000),
    content_type   VARCHAR(500),
    content_id     VARCHAR(1000),
    is_inline      BOOLEAN NOT NULL,
    size           BIGINT,
    content_sha256 VARCHAR(64),
    PRIMARY KEY (record_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE,
    FOREIGN KEY (content_sha256) REFERENCES content (sha256)
);
CREATE INDEX attachment_content ON attachment (content_sha256);

CREATE TABLE long_value (
    record_id      UUID        NOT NULL,
    table_name     VARCHAR(50) NOT NULL,
    column_name    VARCHAR(50) NOT NULL,
    ordinal        INTEGER     NOT NULL,
    content_sha256 VARCHAR(64) NOT NULL,
    PRIMARY KEY (record_id, table_name, column_name, ordinal),
    FOREIGN KEY (record_id) REFERENCES record (record_id) ON DELETE CASCADE,
    FOREIGN KEY (content_sha256) REFERENCES content (sha256)
);

-- ── where records are found ─────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE link (
    mailbox     VARCHAR(320)  NOT NULL,
    transport   VARCHAR(50)   NOT NULL,
    item_id     VARCHAR(1024) NOT NULL,
    record_id   UUID          NOT NULL,
    folder      VARCHAR(1024) NOT NULL,
    change_key  VARCHAR(1024),
    is_read     BOOLEAN,
    received_at TIMESTAMP WITH TIME ZONE,
    generation  INTEGER       NOT NULL,
    PRIMARY KEY (item_id, mailbox, transport),
    FOREIGN KEY (record_id) REFERENCES record (record_id)
);
CREATE INDEX link_folder ON link (mailbox, folder, generation);
CREATE INDEX link_record ON link (record_id);

CREATE TABLE parked_delete (
    parked_id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    mailbox   VARCHAR(320)             NOT NULL,
    transport VARCHAR(50)              NOT NULL,
    item_id   VARCHAR(1024)            NOT NULL,
    folder    VARCHAR(1024)            NOT NULL,
    kind      VARCHAR(20)              NOT NULL,
    parked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT parked_delete_item UNIQUE (item_id, mailbox, transport)
);
CREATE INDEX parked_delete_oldest ON parked_delete (mailbox, parked_id);

-- ── what went wrong, what is owed ───────────────────────────────────────────────────────────────────────────────────

CREATE TABLE dead_letter (
    dead_letter_id   BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    delivery_key     VARCHAR(64)              NOT NULL,
    profile          VARCHAR(200)             NOT NULL,
    mailbox          VARCHAR(320)             NOT NULL,
    transport        VARCHAR(50)              NOT NULL,
    folder           VARCHAR(1024)            NOT NULL,
    kind             VARCHAR(20)              NOT NULL,
    item_id          VARCHAR(1024)            NOT NULL,
    change_key       VARCHAR(1024),
    title            VARCHAR(1000),
    original_sha256  VARCHAR(64),
    item_json        ${text},
    route            VARCHAR(200),
    step             VARCHAR(200),
    code             VARCHAR(200),
    cause            ${text},
    exception        ${text},
    attempts         INTEGER                  NOT NULL,
    state            VARCHAR(20)              NOT NULL,
    first_seen       TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen        TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT dead_letter_key UNIQUE (delivery_key),
    FOREIGN KEY (original_sha256) REFERENCES content (sha256)
);
CREATE INDEX dead_letter_last_seen ON dead_letter (last_seen);

CREATE TABLE remote_action (
    action_id   BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    mailbox     VARCHAR(320)             NOT NULL,
    transport   VARCHAR(50)              NOT NULL,
    folder      VARCHAR(1024)            NOT NULL,
    kind        VARCHAR(20)              NOT NULL,
    item_id     VARCHAR(1024)            NOT NULL,
    change_key  VARCHAR(1024),
    type        VARCHAR(50)              NOT NULL,
    message_id  ${text},
    state       VARCHAR(20)              NOT NULL,
    attempts    INTEGER                  NOT NULL,
    due_at      TIMESTAMP WITH TIME ZONE NOT NULL,
    last_code   VARCHAR(200),
    last_reason VARCHAR(4000),
    new_item_id VARCHAR(1024),
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX remote_action_item ON remote_action (item_id, mailbox, transport, state, action_id);
CREATE INDEX remote_action_owed ON remote_action (mailbox, state, action_id);

CREATE TABLE publication (
    publication_id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    record_id      UUID                     NOT NULL,
    version        BIGINT                   NOT NULL,
    kind           VARCHAR(20)              NOT NULL,
    change_type    VARCHAR(20)              NOT NULL,
    mailbox        VARCHAR(320)             NOT NULL,
    payload        ${text},
    attempts       INTEGER                  NOT NULL,
    due_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    last_reason    VARCHAR(4000),
    created_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    FOREIGN KEY (record_id) REFERENCES record (record_id)
);
CREATE INDEX publication_record ON publication (record_id, publication_id);
