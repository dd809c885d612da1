CREATE TABLE quarantine (
    document_id VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    sha256      VARCHAR,
    reason      VARCHAR NOT NULL,
    remedy      VARCHAR NOT NULL,
    run_id      VARCHAR NOT NULL,
    since       TIMESTAMP NOT NULL
);

COMMENT ON TABLE quarantine IS 'Documents that are not in the corpus because something is wrong with them';
COMMENT ON COLUMN quarantine.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN quarantine.source IS 'File name as the run found it';
COMMENT ON COLUMN quarantine.sha256 IS 'SHA-256 of its bytes; null where they could not be read';
COMMENT ON COLUMN quarantine.reason IS 'What was found';
COMMENT ON COLUMN quarantine.remedy IS 'What to do about it';
COMMENT ON COLUMN quarantine.run_id IS 'The run that put it there';
COMMENT ON COLUMN quarantine.since IS 'When it was put there, UTC';
