CREATE TABLE documents (
    document_id VARCHAR NOT NULL,
    sha256      VARCHAR NOT NULL,
    title       VARCHAR,
    author      VARCHAR,
    year        INTEGER,
    url         VARCHAR,
    rights      VARCHAR,
    media_type  VARCHAR NOT NULL,
    encoding    VARCHAR,
    language    VARCHAR NOT NULL,
    characters  INTEGER NOT NULL,
    words       INTEGER NOT NULL,
    pages       INTEGER NOT NULL,
    clean_text  VARCHAR NOT NULL,
    first_seen  TIMESTAMP NOT NULL,
    run_id      VARCHAR NOT NULL
);

COMMENT ON TABLE documents IS 'Every document with its metadata and the clean text of its body';
COMMENT ON COLUMN documents.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN documents.sha256 IS 'SHA-256 of the bytes that were read, 64 hexadecimal digits';
COMMENT ON COLUMN documents.title IS 'Title by sidecar or metadata table; null where they are silent, never guessed';
COMMENT ON COLUMN documents.author IS 'Author by sidecar or metadata table; null where they are silent';
COMMENT ON COLUMN documents.year IS 'Year by sidecar or metadata table; null where they are silent';
COMMENT ON COLUMN documents.url IS 'Address by sidecar or metadata table; null where they are silent';
COMMENT ON COLUMN documents.rights IS 'Rights by sidecar or metadata table; null where they are silent';
COMMENT ON COLUMN documents.media_type IS 'What kind of file was read, such as text/plain or application/pdf';
COMMENT ON COLUMN documents.encoding IS 'Encoding of the bytes; null where the bytes are not the text';
COMMENT ON COLUMN documents.language IS 'Language of the body, a code of ISO 639-1, or und where none can be told';
COMMENT ON COLUMN documents.characters IS 'Length of clean_text in code points';
COMMENT ON COLUMN documents.words IS 'Words of clean_text, as white space parts them';
COMMENT ON COLUMN documents.pages IS 'Pages found in the document, 0 where it shows none';
COMMENT ON COLUMN documents.clean_text IS 'The body, cleaned: paragraphs with a blank line between them, without notes and furniture';
COMMENT ON COLUMN documents.first_seen IS 'Start of the run that saw the document first, UTC';
COMMENT ON COLUMN documents.run_id IS 'The run that made these rows';
