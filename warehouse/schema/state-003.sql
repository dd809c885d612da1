-- What each kept warehouse contains, by the run that made it. Which of them holds is what the published file says:
-- it alone is replaced, and no moment parts the file from what is known of it.
CREATE TABLE contents (
    run_id        TEXT NOT NULL,
    source        TEXT NOT NULL,
    document_id   TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    metadata_hash TEXT NOT NULL,
    PRIMARY KEY (run_id, source)
);

INSERT INTO contents
SELECT run_id, source, document_id, sha256, sources.fingerprint, metadata_hash FROM sources,
    (SELECT run_id FROM runs WHERE status IN ('published', 'partial') ORDER BY started DESC LIMIT 1)
WHERE present;

ALTER TABLE sources DROP COLUMN fingerprint;

ALTER TABLE sources DROP COLUMN metadata_hash;

ALTER TABLE sources DROP COLUMN present;

-- What is never to be read again: SHA-256 of a document's bytes and of its sources' names, neither of them itself.
CREATE TABLE forgotten (
    mark        TEXT PRIMARY KEY,
    document_id TEXT NOT NULL,
    since       TEXT NOT NULL
);

ALTER TABLE runs ADD COLUMN bytes TEXT NOT NULL DEFAULT '{}';

ALTER TABLE runs ADD COLUMN peak_memory INTEGER;
