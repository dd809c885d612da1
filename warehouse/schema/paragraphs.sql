CREATE TABLE paragraphs (
    document_id VARCHAR NOT NULL,
    part        INTEGER NOT NULL,
    paragraph   INTEGER NOT NULL,
    kind        VARCHAR NOT NULL,
    level       INTEGER,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    text        VARCHAR NOT NULL,
    language    VARCHAR NOT NULL,
    script      VARCHAR NOT NULL
);

COMMENT ON TABLE paragraphs IS 'Every paragraph of the clean text, of bodies and of notes';
COMMENT ON COLUMN paragraphs.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN paragraphs.part IS '0 for the body, 1 to n for its notes; offsets count in the clean text of this part';
COMMENT ON COLUMN paragraphs.paragraph IS 'Number of the paragraph in its document, from 0: the body first, then the notes';
COMMENT ON COLUMN paragraphs.kind IS 'title, heading, body, quote, verse, list, table, caption or bibliography';
COMMENT ON COLUMN paragraphs.level IS 'Level of a title or heading, 1 the highest; null for others and where it is not known';
COMMENT ON COLUMN paragraphs.start_char IS 'Where the paragraph begins in the part, in code points from 0';
COMMENT ON COLUMN paragraphs.end_char IS 'Where the paragraph ends in the part, in code points, itself outside';
COMMENT ON COLUMN paragraphs.text IS 'The paragraph; only verse, lists and tables have line feeds in it';
COMMENT ON COLUMN paragraphs.language IS 'Language of the paragraph, a code of ISO 639-1, or und where none can be told';
COMMENT ON COLUMN paragraphs.script IS 'Script of most of its letters, a code of ISO 15924; Zyyy where there are none';
