CREATE TABLE entities (
    entity_id VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    dates     VARCHAR,
    wikidata  VARCHAR,
    mentions  INTEGER NOT NULL,
    documents INTEGER NOT NULL
);

COMMENT ON TABLE entities IS 'Persons, organisations, places, works and terms: one row each, however the name is spelt';
COMMENT ON COLUMN entities.entity_id IS 'Minted once and never used again for another';
COMMENT ON COLUMN entities.kind IS 'person, organisation, place, work or term';
COMMENT ON COLUMN entities.name IS 'The name to show';
COMMENT ON COLUMN entities.dates IS 'Years of life or existence; null where not known';
COMMENT ON COLUMN entities.wikidata IS 'Wikidata id; null where it is not certain';
COMMENT ON COLUMN entities.mentions IS 'How often the entity is named in the corpus, by any spelling';
COMMENT ON COLUMN entities.documents IS 'In how many documents it is named';
