-- Who publishes a row just now; due_at is then the end of the claim.
ALTER TABLE publication ADD COLUMN claim_token UUID;
CREATE INDEX publication_due ON publication (due_at, publication_id);
