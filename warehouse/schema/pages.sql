CREATE TABLE pages (
    document_id VARCHAR NOT NULL,
    page        INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    raw_start   INTEGER NOT NULL,
    folio       VARCHAR
);

COMMENT ON TABLE pages IS 'Where each page begins';
COMMENT ON COLUMN pages.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN pages.page IS 'Number of the page in its document, from 0';
COMMENT ON COLUMN pages.start_char IS 'Where the page begins in the clean text of the body, in code points (`offset` in JSON, a reserved word here)';
COMMENT ON COLUMN pages.raw_start IS 'Where the page begins in the raw text, in code points';
COMMENT ON COLUMN pages.folio IS 'The printed page number; null where there is none';
