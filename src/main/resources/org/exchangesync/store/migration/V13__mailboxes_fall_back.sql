-- A mailbox whose profile can't be used goes by a second one. Placeholders as in V1.

ALTER TABLE mailbox ADD COLUMN fallback_profile VARCHAR(200);
ALTER TABLE mailbox ADD COLUMN fell_back_at TIMESTAMP WITH TIME ZONE;
