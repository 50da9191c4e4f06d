-- A test of a mailbox may have it send a mail to itself. Placeholders as in V1.

ALTER TABLE mailbox_test_request ADD COLUMN send_mail BOOLEAN DEFAULT FALSE NOT NULL;
