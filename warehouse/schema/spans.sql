CREATE TABLE spans (
    document_id VARCHAR NOT NULL,
    part        INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    text        VARCHAR NOT NULL,
    language    VARCHAR NOT NULL,
    script      VARCHAR NOT NULL,
    schemes     VARCHAR[] NOT NULL,
    tag         VARCHAR NOT NULL,
    cyrillic    VARCHAR,
    confidence  DOUBLE NOT NULL,
    evidence    VARCHAR NOT NULL
);

COMMENT ON TABLE spans IS 'Every stretch that is not in the language of its document, or romanised';
COMMENT ON COLUMN spans.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN spans.part IS '0 for the body, 1 to n for its notes; offsets count in the clean text of this part';
COMMENT ON COLUMN spans.start_char IS 'Where the stretch begins in the part, in code points from 0';
COMMENT ON COLUMN spans.end_char IS 'Where the stretch ends in the part, in code points, itself outside';
COMMENT ON COLUMN spans.text IS 'The stretch as it stands';
COMMENT ON COLUMN spans.language IS 'Its language, a code of ISO 639-1, or und where none can be told';
COMMENT ON COLUMN spans.script IS 'Its script, a code of ISO 15924';
COMMENT ON COLUMN spans.schemes IS 'The romanisation schemes that it fits; empty where it is not romanised';
COMMENT ON COLUMN spans.tag IS 'The same as one BCP 47 tag';
COMMENT ON COLUMN spans.cyrillic IS 'The stretch in Cyrillic letters; null where it is not romanised';
COMMENT ON COLUMN spans.confidence IS 'From 0 to 1';
COMMENT ON COLUMN spans.evidence IS 'What speaks for it, in words';
