-- Known weaknesses of packages, as an administrator imported them, and what this gallery thinks of each.

CREATE TABLE advisories (
    id {{id}},
    lower_identifier TEXT NOT NULL UNIQUE,
    identifier TEXT NOT NULL,
    aliases TEXT NOT NULL,                -- separated by blanks
    summary TEXT NOT NULL,
    severity BIGINT NOT NULL,             -- 0 low to 3 critical
    url TEXT NOT NULL,
    published_at BIGINT NOT NULL,         -- 0 when unknown
    modified_at BIGINT NOT NULL,          -- 0 when unknown
    withdrawn_at BIGINT,                  -- by whoever wrote it
    dismissed_at BIGINT,                  -- here: it does not count in this gallery
    dismissed_reason TEXT,
    imported_at BIGINT NOT NULL
);

CREATE TABLE advisory_packages (
    advisory_id BIGINT NOT NULL REFERENCES advisories (id),
    lower_id TEXT NOT NULL,
    display_id TEXT NOT NULL,
    ranges TEXT NOT NULL,                 -- NuGet's notation, separated by |
    PRIMARY KEY (advisory_id, lower_id)
);
CREATE INDEX advisory_packages_id ON advisory_packages (lower_id);

-- One row once something was imported: "nothing is known" is not "nothing is wrong".
CREATE TABLE advisory_state (
    id BIGINT PRIMARY KEY,
    imported_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL            -- by an import, a removal or a dismissal
);

-- What an administrator has uploaded and not yet confirmed.
CREATE TABLE advisory_drafts (
    public_id TEXT PRIMARY KEY,
    principal_id BIGINT NOT NULL REFERENCES principals (id),
    content {{blob}} NOT NULL,
    created_at BIGINT NOT NULL
);
