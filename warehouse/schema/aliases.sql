CREATE TABLE aliases (
    entity_id VARCHAR NOT NULL,
    alias     VARCHAR NOT NULL,
    language  VARCHAR,
    scheme    VARCHAR,
    mentions  INTEGER NOT NULL,
    cyrillic  VARCHAR,
    keys      VARCHAR[] NOT NULL
);

COMMENT ON TABLE aliases IS 'Every spelling of an entity that an authority file lists or a text uses';
COMMENT ON COLUMN aliases.entity_id IS 'The entity';
COMMENT ON COLUMN aliases.alias IS 'The spelling';
COMMENT ON COLUMN aliases.language IS 'Language in which it is spelt so; null where no authority file says';
COMMENT ON COLUMN aliases.scheme IS 'Romanisation scheme that spells it so; null where there is none or it is not known';
COMMENT ON COLUMN aliases.mentions IS 'How often the corpus spells it exactly so';
COMMENT ON COLUMN aliases.cyrillic IS 'The spelling in Cyrillic letters, where it is romanised; null for others';
COMMENT ON COLUMN aliases.keys IS 'What it sounds like in every scheme: spellings of one name share at least one key';
