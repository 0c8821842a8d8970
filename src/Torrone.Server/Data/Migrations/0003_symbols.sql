-- Symbols of a version, by the id that debuggers ask for.

CREATE TABLE symbol_packages (
    version_id BIGINT PRIMARY KEY REFERENCES versions (id),
    hash_pushed {{blob}} NOT NULL,        -- SHA-512 of the bytes as they were pushed
    size BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    pushed_by BIGINT REFERENCES principals (id),
    key_id BIGINT,
    session_id TEXT
);

CREATE TABLE symbol_files (
    version_id BIGINT NOT NULL REFERENCES versions (id),
    lower_name TEXT NOT NULL,
    lower_key TEXT NOT NULL,              -- id and age, as SSQP writes them
    checksum {{blob}} NOT NULL,           -- SHA-256 of the PDB without its id
    size BIGINT NOT NULL,
    blob_hash {{blob}} NOT NULL REFERENCES blobs (hash),
    PRIMARY KEY (version_id, lower_name, lower_key)
);
CREATE INDEX symbol_files_key ON symbol_files (lower_key, lower_name);
CREATE INDEX symbol_files_blob ON symbol_files (blob_hash);
