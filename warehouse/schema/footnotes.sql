CREATE TABLE footnotes (
    document_id    VARCHAR NOT NULL,
    label          VARCHAR NOT NULL,
    callout_offset INTEGER,
    paragraph      INTEGER,
    part           INTEGER,
    text           VARCHAR
);

COMMENT ON TABLE footnotes IS 'Every callout with its note; a callout without note and a note without callout have a row, too';
COMMENT ON COLUMN footnotes.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN footnotes.label IS 'The number or sign of the note, as printed';
COMMENT ON COLUMN footnotes.callout_offset IS 'Where the callout stood in the clean text of the body, in code points; null where none was found';
COMMENT ON COLUMN footnotes.paragraph IS 'The paragraph of the body in which the callout stood; null where none was found';
COMMENT ON COLUMN footnotes.part IS 'The part that is the note; null where its text was not found';
COMMENT ON COLUMN footnotes.text IS 'The clean text of the note; null where it was not found';
