CREATE TABLE furniture (
    document_id VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL,
    raw_start   INTEGER NOT NULL,
    raw_end     INTEGER NOT NULL,
    text        VARCHAR NOT NULL
);

COMMENT ON TABLE furniture IS 'What belongs to the page and not to the text, taken out of it';
COMMENT ON COLUMN furniture.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN furniture.kind IS 'running head, running foot, folio, rule, catchword or navigation';
COMMENT ON COLUMN furniture.raw_start IS 'Where the piece begins in the raw text of the document, in code points from 0';
COMMENT ON COLUMN furniture.raw_end IS 'Where the piece ends in the raw text, in code points, itself outside';
COMMENT ON COLUMN furniture.text IS 'What stood there';
