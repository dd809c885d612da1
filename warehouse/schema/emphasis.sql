CREATE TABLE emphasis (
    document_id VARCHAR NOT NULL,
    part        INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    kind        VARCHAR NOT NULL
);

COMMENT ON TABLE emphasis IS 'Clean text that the raw text set off by markup';
COMMENT ON COLUMN emphasis.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN emphasis.part IS '0 for the body, 1 to n for its notes; offsets count in the clean text of this part';
COMMENT ON COLUMN emphasis.start_char IS 'Where the stretch begins in the part, in code points from 0';
COMMENT ON COLUMN emphasis.end_char IS 'Where the stretch ends in the part, in code points, itself outside';
COMMENT ON COLUMN emphasis.kind IS 'emphasis or strong';
