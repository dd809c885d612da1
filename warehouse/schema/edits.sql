CREATE TABLE edits (
    document_id VARCHAR NOT NULL,
    part        INTEGER NOT NULL,
    raw_start   INTEGER NOT NULL,
    raw_end     INTEGER NOT NULL,
    before      VARCHAR NOT NULL,
    after       VARCHAR NOT NULL,
    rules       VARCHAR[] NOT NULL
);

COMMENT ON TABLE edits IS 'Every change that leads from the raw text to the clean one; applied in order they give the parts';
COMMENT ON COLUMN edits.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN edits.part IS '0 for the body, 1 to n for its notes: whose text is changed';
COMMENT ON COLUMN edits.raw_start IS 'Where the change begins in the raw text of the document, in code points from 0';
COMMENT ON COLUMN edits.raw_end IS 'Where the change ends in the raw text, in code points, itself outside';
COMMENT ON COLUMN edits.before IS 'The raw text that stood there; empty for an insertion';
COMMENT ON COLUMN edits.after IS 'What stands there now; empty for a removal';
COMMENT ON COLUMN edits.rules IS 'The rules that made the change, in the order applied: hyphens.join is function join in cleaning/hyphens.py';
