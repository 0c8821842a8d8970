-- What readers report about packages, for the site's administrators.

CREATE TABLE package_reports (
    id {{id}},
    public_id TEXT NOT NULL UNIQUE,
    version_id BIGINT NOT NULL REFERENCES versions (id),
    reason TEXT NOT NULL,                 -- malware, vulnerability, secret, license, misleading, other
    message TEXT NOT NULL,
    reporter_id BIGINT REFERENCES principals (id),
    email TEXT,                           -- of who has no account and wants an answer
    owners_told BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by BIGINT REFERENCES principals (id),
    note TEXT
);
CREATE INDEX package_reports_closed ON package_reports (closed_at, created_at);
CREATE INDEX package_reports_created ON package_reports (created_at);
