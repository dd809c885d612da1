CREATE TABLE doubts (
    document_id VARCHAR NOT NULL,
    raw_start   INTEGER NOT NULL,
    raw_end     INTEGER NOT NULL,
    rule        VARCHAR NOT NULL,
    text        VARCHAR NOT NULL,
    why         VARCHAR NOT NULL
);

COMMENT ON TABLE doubts IS 'What a rule of the cleaner saw and left alone, because it was not sure';
COMMENT ON COLUMN doubts.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN doubts.raw_start IS 'Where the place begins in the raw text of the document, in code points from 0';
COMMENT ON COLUMN doubts.raw_end IS 'Where the place ends in the raw text, in code points, itself outside';
COMMENT ON COLUMN doubts.rule IS 'The rule that was in doubt';
COMMENT ON COLUMN doubts.text IS 'The raw text in question';
COMMENT ON COLUMN doubts.why IS 'What kept the rule from acting, in words';
