-- What mail servers report of mail that was sent. Placeholders as in V1.

CREATE TABLE outgoing_report (
    record_id  UUID         NOT NULL,
    report_id  UUID         NOT NULL,
    ordinal    INTEGER      NOT NULL,
    address    VARCHAR(500) NOT NULL,
    action     VARCHAR(50)  NOT NULL,
    status     VARCHAR(50),
    diagnostic VARCHAR(4000),
    PRIMARY KEY (record_id, report_id, ordinal),
    FOREIGN KEY (record_id) REFERENCES outgoing_email (record_id) ON DELETE CASCADE,
    FOREIGN KEY (report_id) REFERENCES record (record_id) ON DELETE CASCADE
);
CREATE INDEX outgoing_report_report ON outgoing_report (report_id);
