CREATE TABLE mentions (
    document_id VARCHAR NOT NULL,
    part        INTEGER NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    surface     VARCHAR NOT NULL,
    entity_id   VARCHAR NOT NULL,
    confidence  DOUBLE NOT NULL,
    why         VARCHAR NOT NULL
);

COMMENT ON TABLE mentions IS 'Every place where an entity is named';
COMMENT ON COLUMN mentions.document_id IS 'The document; belongs to a source and survives its changes';
COMMENT ON COLUMN mentions.part IS '0 for the body, 1 to n for its notes; offsets count in the clean text of this part';
COMMENT ON COLUMN mentions.start_char IS 'Where the name begins in the part, in code points from 0';
COMMENT ON COLUMN mentions.end_char IS 'Where the name ends in the part, in code points, itself outside';
COMMENT ON COLUMN mentions.surface IS 'The name as it stands in the text';
COMMENT ON COLUMN mentions.entity_id IS 'The entity that is meant';
COMMENT ON COLUMN mentions.confidence IS 'From 0 to 1';
COMMENT ON COLUMN mentions.why IS 'What speaks for it, in words';
