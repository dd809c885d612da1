-- What outlives a warehouse. Times are ISO 8601 in UTC; JSON is text.

-- The registry: to which document a source belongs, and what of it the last published run contained.
-- A source that is gone stays with present = 0, so that its document has its id again when it comes back.
CREATE TABLE sources (
    source        TEXT PRIMARY KEY,
    document_id   TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    metadata_hash TEXT NOT NULL,
    first_seen    TEXT NOT NULL,
    present       INTEGER NOT NULL
);

-- Entity ids are minted once.
CREATE TABLE entities (
    authority_id TEXT PRIMARY KEY,
    entity_id    TEXT NOT NULL UNIQUE
);

CREATE TABLE redirects (
    old_id    TEXT PRIMARY KEY,
    entity_id TEXT NOT NULL,
    since     TEXT NOT NULL,
    why       TEXT NOT NULL
);

CREATE TABLE runs (
    run_id      TEXT PRIMARY KEY,
    started     TEXT NOT NULL,
    finished    TEXT,
    status      TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    versions    TEXT NOT NULL,
    counts      TEXT NOT NULL,
    seconds     TEXT NOT NULL,
    message     TEXT
);

-- fingerprint: what the code was that failed; a document is tried again when its bytes or the code change.
CREATE TABLE quarantine (
    source      TEXT PRIMARY KEY,
    document_id TEXT NOT NULL,
    sha256      TEXT,
    reason      TEXT NOT NULL,
    remedy      TEXT NOT NULL,
    run_id      TEXT NOT NULL,
    since       TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);

CREATE TABLE checks (
    run_id       TEXT NOT NULL,
    table_name   TEXT NOT NULL,
    claim        TEXT NOT NULL,
    expectation  TEXT NOT NULL,
    column_name  TEXT,
    scope        TEXT NOT NULL,
    success      INTEGER NOT NULL,
    observed     TEXT NOT NULL,
    failing_rows TEXT NOT NULL,
    PRIMARY KEY (run_id, table_name, claim)
);
