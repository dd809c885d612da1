CREATE TABLE sources (
    document_id VARCHAR NOT NULL,
    source      VARCHAR NOT NULL
);

COMMENT ON TABLE sources IS 'Where documents come from; the same bytes under two names are one document with two sources';
COMMENT ON COLUMN sources.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN sources.source IS 'File name as the run found it, relative to the root where possible';
