CREATE TABLE checks (
    run_id       VARCHAR NOT NULL,
    table_name   VARCHAR NOT NULL,
    claim        VARCHAR NOT NULL,
    expectation  VARCHAR NOT NULL,
    column_name  VARCHAR,
    scope        VARCHAR NOT NULL,
    success      BOOLEAN NOT NULL,
    observed     VARCHAR NOT NULL,
    failing_rows JSON NOT NULL
);

COMMENT ON TABLE checks IS 'The verdict of every expectation, of every run that was audited';
COMMENT ON COLUMN checks.run_id IS 'The run';
COMMENT ON COLUMN checks.table_name IS 'The suite: the table that was judged, or figures for what holds between tables';
COMMENT ON COLUMN checks.claim IS 'What is expected, in words';
COMMENT ON COLUMN checks.expectation IS 'The kind of expectation, as Great Expectations calls it';
COMMENT ON COLUMN checks.column_name IS 'The column that was judged; null where it was several';
COMMENT ON COLUMN checks.scope IS 'rows: a document is at fault; corpus: the whole is';
COMMENT ON COLUMN checks.success IS 'Whether it holds';
COMMENT ON COLUMN checks.observed IS 'What was found, in words';
COMMENT ON COLUMN checks.failing_rows IS 'Keys of the rows that fail, 20 at most';
