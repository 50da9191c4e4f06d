-- Alerts are sent to people and systems, and people say that they know of them. Placeholders as in V1.

ALTER TABLE alert ADD COLUMN send_due_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE alert ADD COLUMN send_token UUID;
ALTER TABLE alert ADD COLUMN send_attempts INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE alert ADD COLUMN acknowledged_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE alert ADD COLUMN acknowledged_by VARCHAR(200);
CREATE INDEX alert_send ON alert (send_due_at);
CREATE INDEX alert_key_seen ON alert (alert_key, first_seen);
