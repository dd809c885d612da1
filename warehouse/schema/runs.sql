CREATE TABLE runs (
    run_id      VARCHAR NOT NULL,
    started     TIMESTAMP NOT NULL,
    finished    TIMESTAMP,
    status      VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    versions    JSON NOT NULL,
    counts      JSON NOT NULL,
    seconds     JSON NOT NULL,
    message     VARCHAR,
    bytes       JSON NOT NULL,
    peak_memory BIGINT
);

COMMENT ON TABLE runs IS 'Every run, the last one included';
COMMENT ON COLUMN runs.run_id IS 'The run';
COMMENT ON COLUMN runs.started IS 'When it began, UTC';
COMMENT ON COLUMN runs.finished IS 'When it ended, UTC; null where it did not';
COMMENT ON COLUMN runs.status IS 'running, published, partial (the same with some documents in quarantine), unchanged, failed, interrupted, or withdrawn by a rollback';
COMMENT ON COLUMN runs.fingerprint IS 'What the code and data that did the work were; another one redoes the work';
COMMENT ON COLUMN runs.versions IS 'Versions of the parts of the program';
COMMENT ON COLUMN runs.counts IS 'How many documents were new, changed, unchanged, removed, quarantined';
COMMENT ON COLUMN runs.seconds IS 'How long each stage took, in seconds';
COMMENT ON COLUMN runs.message IS 'How it ended, in words';
COMMENT ON COLUMN runs.bytes IS 'How many bytes each stage took in or, publish, wrote; what was not measured is not there';
COMMENT ON COLUMN runs.peak_memory IS 'The most memory that any one process of the run had, in bytes; null where it was not measured';
