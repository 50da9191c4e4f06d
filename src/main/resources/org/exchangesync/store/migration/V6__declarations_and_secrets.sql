-- Profiles, mailboxes, settings and defaults as they were declared, by files or by people: one row each. The fields are a
-- JSON object with the words of the YAML files; secrets stand there by reference only.
CREATE TABLE declaration (
    kind       VARCHAR(20)              NOT NULL,
    name       VARCHAR(320)             NOT NULL,
    source     VARCHAR(400)             NOT NULL,
    json       ${text}                  NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_by VARCHAR(200)             NOT NULL,
    PRIMARY KEY (kind, name)
);

-- Grows with each change of a declaration, so that every process learns of it.
CREATE TABLE declaration_version (
    version BIGINT NOT NULL
);
INSERT INTO declaration_version (version) VALUES (0);

-- Secrets that are kept here: AES-256-GCM, nonce and ciphertext as base64, under a key that is kept elsewhere.
CREATE TABLE secret (
    name       VARCHAR(200)             NOT NULL PRIMARY KEY,
    key_id     VARCHAR(64)              NOT NULL,
    sealed     ${text}                  NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_by VARCHAR(200)             NOT NULL
);
