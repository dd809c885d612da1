CREATE TABLE readings (
    document_id  VARCHAR NOT NULL,
    part         INTEGER NOT NULL,
    start_char   INTEGER NOT NULL,
    end_char     INTEGER NOT NULL,
    surface      VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    authority_id VARCHAR,
    confidence   DOUBLE NOT NULL,
    why          VARCHAR NOT NULL
);

COMMENT ON TABLE readings IS 'What each document by itself says of the names in it; mentions are made of them, over all documents';
COMMENT ON COLUMN readings.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN readings.part IS '0 for the body, 1 to n for its notes; offsets count in the clean text of this part';
COMMENT ON COLUMN readings.start_char IS 'Where the name begins in the part, in code points from 0';
COMMENT ON COLUMN readings.end_char IS 'Where the name ends in the part, in code points, itself outside';
COMMENT ON COLUMN readings.surface IS 'The name as it stands in the text';
COMMENT ON COLUMN readings.kind IS 'person, organisation, place, work or term';
COMMENT ON COLUMN readings.name IS 'The fullest form that the document has of it';
COMMENT ON COLUMN readings.authority_id IS 'The entry of the authority that is meant; null where none is, or it is not certain';
COMMENT ON COLUMN readings.confidence IS 'From 0 to 1';
COMMENT ON COLUMN readings.why IS 'What speaks for it, in words';
