-- Keys with limits of their own, second factors, organizations with policies, requests for prefixes.

ALTER TABLE organizations ADD COLUMN key_makers TEXT NOT NULL DEFAULT 'members';  -- members or admins
ALTER TABLE organizations ADD COLUMN key_actions TEXT;                            -- names joined by commas; null: every action
ALTER TABLE organizations ADD COLUMN freeze_new_ids BIGINT;                       -- null: the site's setting

ALTER TABLE users ADD COLUMN email_changed_at BIGINT;
ALTER TABLE users ADD COLUMN totp_last_step BIGINT NOT NULL DEFAULT 0;            -- a code is good once: the time step of the last one taken

ALTER TABLE memberships ADD COLUMN granted_by TEXT;                               -- the issuer whose claim made the member; null: an invitation

-- A name that an account or organization gave up: it stays taken for good and leads to its holder's new name.
CREATE TABLE former_names (
    lower_name TEXT PRIMARY KEY,
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    since BIGINT NOT NULL
);
CREATE INDEX former_names_principal ON former_names (principal_id, since);

-- Letters that strangers asked for: looked up and written after the request was answered, so that its time tells nothing.
CREATE TABLE letter_requests (
    id {{id}},
    kind TEXT NOT NULL,                                      -- reset or confirm
    email TEXT NOT NULL,
    site TEXT NOT NULL,                                      -- what the link in the letter begins with
    created_at BIGINT NOT NULL
);

ALTER TABLE api_keys ADD COLUMN held_at BIGINT;              -- made shortly after a change of e-mail address: waits for a fresh proof
ALTER TABLE api_keys ADD COLUMN used_up_operation TEXT;      -- what a single-use key was used for: its symbols and its client's retries still pass
ALTER TABLE api_keys ADD COLUMN used_up_package TEXT;
ALTER TABLE api_keys ADD COLUMN used_up_version TEXT;
ALTER TABLE api_keys ADD COLUMN used_up_session TEXT;
ALTER TABLE api_keys ADD COLUMN used_up_hash {{blob}};
ALTER TABLE api_keys ADD COLUMN warned_days BIGINT;          -- the last of the 14, 3, 1 and 0 days before the end that was mailed
ALTER TABLE api_keys ADD COLUMN released_at BIGINT;          -- the last time a person let a frozen or held key work again
ALTER TABLE api_key_secrets ADD COLUMN last_used_at BIGINT;  -- of an old secret alone: what still has to change over
ALTER TABLE api_key_secrets ADD COLUMN last_used_address TEXT;
CREATE INDEX api_keys_expires ON api_keys (expires_at);
CREATE INDEX api_key_scopes_owner ON api_key_scopes (owner_id);

-- Where a key may be used from; no row means from everywhere.
CREATE TABLE api_key_addresses (
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    range TEXT NOT NULL,                                     -- CIDR, network address first
    PRIMARY KEY (key_id, range)
);

-- The exact versions a key may push or list; no row means every version.
CREATE TABLE api_key_versions (
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    lower_version TEXT NOT NULL,                             -- normalized and lower-cased
    PRIMARY KEY (key_id, lower_version)
);

-- Networks a key was used from (IPv4 /24, IPv6 /48), so that a new one can be mailed.
CREATE TABLE api_key_networks (
    key_id BIGINT NOT NULL REFERENCES api_keys (id),
    network TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    mailed_at BIGINT,                                        -- when its holder was told; null for the first one and those past the daily letter
    PRIMARY KEY (key_id, network)
);

-- Shown to somebody else's server, once, as proof that one may push an id. Ends with the secret that asked for it.
CREATE TABLE verification_keys (
    hash {{blob}} PRIMARY KEY,                               -- HMAC-SHA-256, as of an API key
    pepper_version BIGINT NOT NULL,
    secret_id BIGINT NOT NULL,
    package_id TEXT NOT NULL,                                -- as it was written
    lower_version TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX verification_keys_end ON verification_keys (expires_at);

CREATE TABLE prefix_requests (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    feed_id BIGINT NOT NULL REFERENCES feeds (id),
    prefix TEXT NOT NULL,                                    -- as the person wrote it
    is_prefix BIGINT NOT NULL,
    principal_id BIGINT NOT NULL REFERENCES principals (id), -- who would own it
    requested_by BIGINT NOT NULL REFERENCES principals (id),
    reason TEXT,
    created_at BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by BIGINT REFERENCES principals (id),
    answer TEXT,
    answer_reason TEXT
);

ALTER TABLE versions ADD COLUMN deleted_at BIGINT;
ALTER TABLE versions ADD COLUMN deleted_reason TEXT;

CREATE INDEX versions_key ON versions (key_id, received_at);     -- a key's past, by which an unusual burst of pushes is known

-- The owner who steps down when the one who is asked accepts; null when nobody does.
ALTER TABLE owner_requests ADD COLUMN replaces_id BIGINT REFERENCES principals (id);
