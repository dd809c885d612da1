CREATE TABLE meta (
    schema_version INTEGER NOT NULL,
    run_id         VARCHAR NOT NULL
);

COMMENT ON TABLE meta IS 'What this file is: one row';
COMMENT ON COLUMN meta.schema_version IS 'Version of these tables; a program refuses a newer one than it knows';
COMMENT ON COLUMN meta.run_id IS 'The run that made the file';
