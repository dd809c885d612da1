CREATE TABLE raw_documents (
    document_id    VARCHAR NOT NULL,
    bytes          BLOB NOT NULL,
    extracted_text VARCHAR
);

COMMENT ON TABLE raw_documents IS 'What was read, as it was: everything else can be rebuilt from it';
COMMENT ON COLUMN raw_documents.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN raw_documents.bytes IS 'The file, byte for byte';
COMMENT ON COLUMN raw_documents.extracted_text IS 'The raw text found in the bytes; null where the bytes are the text (see documents.encoding)';
