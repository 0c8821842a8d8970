-- The whole house from the first day. Tokens: {{id}} is the engine's own growing key, {{blob}} its bytes.
-- Times are UTC Unix milliseconds. Flags are 0 or 1. Numbers never leave the database: people and programs see public_id.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE principals (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    kind BIGINT NOT NULL,                 -- 0 person, 1 organization: one name space
    name TEXT NOT NULL,
    lower_name TEXT NOT NULL UNIQUE,      -- stays taken after deletion
    created_at BIGINT NOT NULL,
    locked_at BIGINT,
    locked_reason TEXT,
    deleted_at BIGINT
);

CREATE TABLE users (
    principal_id BIGINT PRIMARY KEY REFERENCES principals (id),
    email TEXT NOT NULL,
    lower_email TEXT NOT NULL UNIQUE,
    email_confirmed_at BIGINT,
    pending_email TEXT,
    password_hash TEXT,
    security_stamp TEXT NOT NULL,
    access_failed_count BIGINT NOT NULL DEFAULT 0,
    lockout_end BIGINT,
    two_factor_enabled BIGINT NOT NULL DEFAULT 0,
    authenticator_secret {{blob}},        -- sealed under the master key
    is_admin BIGINT NOT NULL DEFAULT 0,
    language TEXT
);

CREATE TABLE user_logins (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    display_name TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);

CREATE TABLE passkeys (
    credential_id {{blob}} PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    code_hash {{blob}} NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE sessions (
    id_hash {{blob}} PRIMARY KEY,         -- SHA-256 of what the cookie carries
    public_id TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,            -- last time the person proved to be the account's holder
    ended_at BIGINT,
    address TEXT,
    user_agent TEXT,
    security_stamp TEXT NOT NULL          -- the person's at sign-in: with another one the session is over
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Links that are mailed: single-use and short-lived. Only the hash is kept.
CREATE TABLE one_time_links (
    token_hash {{blob}} PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id BIGINT REFERENCES users (principal_id),
    payload TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_links_user ON one_time_links (user_id, purpose);

CREATE TABLE organizations (
    principal_id BIGINT PRIMARY KEY REFERENCES principals (id),
    email TEXT,
    max_key_days BIGINT,
    second_factor_required BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE memberships (
    id {{id}},                            -- a person who comes back gets a new row, so that old scopes stay dead
    organization_id BIGINT NOT NULL REFERENCES organizations (principal_id),
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX memberships_current ON memberships (organization_id, user_id) WHERE ended_at IS NULL;

CREATE TABLE invitations (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    organization_id BIGINT REFERENCES organizations (principal_id),
    email TEXT,
    user_id BIGINT REFERENCES users (principal_id),
    role TEXT,
    token_hash {{blob}} NOT NULL UNIQUE,
    invited_by BIGINT NOT NULL REFERENCES users (principal_id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer TEXT
);

CREATE TABLE feeds (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lower_name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE blobs (
    hash {{blob}} PRIMARY KEY,            -- SHA-256 of the bytes; push, promotion, hard deletion and sweeper all take this row
    size BIGINT NOT NULL,
    touched_at BIGINT NOT NULL
);

CREATE TABLE packages (
    id {{id}},
    feed_id BIGINT NOT NULL REFERENCES feeds (id),
    lower_id TEXT NOT NULL,
    display_id TEXT NOT NULL,             -- as the newest pushed version spells it
    created_at BIGINT NOT NULL,
    downloads BIGINT NOT NULL DEFAULT 0,
    UNIQUE (feed_id, lower_id)
);

CREATE TABLE versions (
    id {{id}},
    package_id BIGINT NOT NULL REFERENCES packages (id),
    lower_version TEXT NOT NULL,          -- normalized and lower-cased: the identity
    normalized TEXT NOT NULL,
    original TEXT NOT NULL,
    prerelease BIGINT NOT NULL,
    semver2 BIGINT NOT NULL,
    listed BIGINT NOT NULL,
    state TEXT NOT NULL,                  -- available, staged, quarantined, deleted
    origin TEXT NOT NULL,                 -- pushed, imported, mirrored
    manifest TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash_pushed {{blob}} NOT NULL,        -- SHA-512 of the bytes as they were pushed
    hash_served {{blob}} NOT NULL,        -- SHA-512 of the bytes as they are served
    blob_hash {{blob}} NOT NULL REFERENCES blobs (hash),
    first_published_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    deprecation TEXT,
    downloads BIGINT NOT NULL DEFAULT 0,
    pushed_by BIGINT REFERENCES principals (id),
    key_id BIGINT,
    session_id TEXT,                      -- X-NuGet-Session-Id of the push, for the client's own retries
    UNIQUE (package_id, lower_version)
);
CREATE INDEX versions_blob ON versions (blob_hash);

CREATE TABLE package_owners (
    package_id BIGINT NOT NULL REFERENCES packages (id),
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (package_id, principal_id)
);
CREATE INDEX package_owners_principal ON package_owners (principal_id);

CREATE TABLE owner_requests (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    package_id BIGINT NOT NULL REFERENCES packages (id),
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    requested_by BIGINT NOT NULL REFERENCES principals (id),
    token_hash {{blob}} NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer TEXT
);

CREATE TABLE reserved_prefixes (
    id {{id}},
    feed_id BIGINT NOT NULL REFERENCES feeds (id),
    lower_prefix TEXT NOT NULL,
    is_prefix BIGINT NOT NULL,            -- 0: this id alone, 1: every id that begins so
    shared BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    UNIQUE (feed_id, lower_prefix, is_prefix)
);

CREATE TABLE reserved_prefix_owners (
    prefix_id BIGINT NOT NULL REFERENCES reserved_prefixes (id),
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    PRIMARY KEY (prefix_id, principal_id)
);

CREATE TABLE api_keys (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    type_letter TEXT NOT NULL,            -- r may only read, p any other standing key, o short-lived
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    creator_id BIGINT NOT NULL REFERENCES principals (id),
    parent_id BIGINT REFERENCES api_keys (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    lifetime_days BIGINT NOT NULL,        -- what the person chose; regenerating asks today's policy again
    revoked_at BIGINT,
    revoked_by BIGINT REFERENCES principals (id),
    revoked_reason TEXT,
    frozen_at BIGINT,
    frozen_reason TEXT,
    deleted_at BIGINT,
    single_use BIGINT NOT NULL DEFAULT 0,
    used_up_at BIGINT,
    last_used_at BIGINT,
    last_used_address TEXT,
    last_used_client TEXT,
    last_used_package TEXT
);
CREATE INDEX api_keys_principal ON api_keys (principal_id);
CREATE INDEX api_keys_creator ON api_keys (creator_id);
CREATE INDEX api_keys_parent ON api_keys (parent_id);

CREATE TABLE api_key_secrets (
    id {{id}},
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    hash {{blob}} NOT NULL UNIQUE,        -- HMAC-SHA-256 under a pepper that is not in the database
    pepper_version BIGINT NOT NULL,
    hint TEXT NOT NULL,                   -- four of the random characters, for the list
    created_at BIGINT NOT NULL,
    ends_at BIGINT                        -- set while the key rotates: this secret is the old one
);
CREATE INDEX api_key_secrets_key ON api_key_secrets (key_id);

CREATE TABLE api_key_scopes (
    id {{id}},
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    feed_id BIGINT NOT NULL REFERENCES feeds (id),
    owner_id BIGINT NOT NULL REFERENCES principals (id),
    membership_id BIGINT REFERENCES memberships (id),
    action TEXT NOT NULL,                 -- push, push-version, unlist, read, manage-keys; an unknown word allows nothing
    subject_kind TEXT NOT NULL,           -- glob or id
    subject TEXT NOT NULL
);
CREATE INDEX api_key_scopes_key ON api_key_scopes (key_id);

-- A form that made a secret: sent again (reload, Back), it neither shows the secret nor makes another.
CREATE TABLE api_key_forms (
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    nonce TEXT NOT NULL,
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (principal_id, nonce)
);

CREATE TABLE api_key_uses (
    id {{id}},
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    package TEXT,
    version TEXT,
    address TEXT,
    client TEXT,
    result TEXT NOT NULL
);
CREATE INDEX api_key_uses_key ON api_key_uses (key_id, at);

-- One row: the last sequence, its hash and its time. Taken last in a transaction, so that sequence order is commit order.
CREATE TABLE log_head (
    id BIGINT PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash {{blob}} NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE log (
    sequence BIGINT PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    type_version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT,                           -- public id, never a name or an address
    request_id TEXT,
    feed_id BIGINT,
    package_lower_id TEXT,
    lower_version TEXT,
    payload TEXT NOT NULL,
    previous_hash {{blob}} NOT NULL,
    hash {{blob}} NOT NULL
);
CREATE INDEX log_package ON log (package_lower_id, sequence);

CREATE TABLE cursors (
    reader TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL
);

CREATE TABLE mail_outbox (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    last_error TEXT
);
CREATE INDEX mail_outbox_due ON mail_outbox (sent_at, next_attempt_at);

CREATE TABLE audit (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor_id BIGINT REFERENCES principals (id),
    session_public_id TEXT,
    key_public_id TEXT,
    address TEXT,
    user_agent TEXT,
    action TEXT NOT NULL,
    target_kind TEXT,
    target_id TEXT,
    concerns_id BIGINT REFERENCES principals (id),
    before_value TEXT,
    after_value TEXT
);
CREATE INDEX audit_concerns ON audit (concerns_id, at);
CREATE INDEX audit_actor ON audit (actor_id, at);

CREATE TABLE downloads (
    version_id BIGINT NOT NULL REFERENCES versions (id),
    day BIGINT NOT NULL,                  -- days since 1970-01-01
    count BIGINT NOT NULL,
    PRIMARY KEY (version_id, day)
);

CREATE TABLE uploads (
    public_id TEXT PRIMARY KEY,           -- a package that waits for its person's confirmation
    user_id BIGINT NOT NULL REFERENCES users (principal_id),
    blob_hash {{blob}} NOT NULL,
    hash_sha512 {{blob}} NOT NULL,
    size BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE data_protection_keys (
    id {{id}},
    friendly_name TEXT NOT NULL,
    xml TEXT NOT NULL
);

INSERT INTO log_head (id, sequence, hash, at) VALUES (1, 0, {{zero32}}, 0);
