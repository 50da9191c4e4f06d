-- Mail of one mailbox comes in by another one that it is forwarded to. Placeholders as in V1.

ALTER TABLE link ADD COLUMN received_for VARCHAR(320);
CREATE INDEX link_received_for ON link (received_for);
