CREATE TABLE entity_relations (
    entity_id VARCHAR NOT NULL,
    relation  VARCHAR NOT NULL,
    other_id  VARCHAR NOT NULL
);

COMMENT ON TABLE entity_relations IS 'How entities hang together without being the same';
COMMENT ON COLUMN entity_relations.entity_id IS 'The entity';
COMMENT ON COLUMN entity_relations.relation IS 'What the other one is to it: predecessor, part of, …';
COMMENT ON COLUMN entity_relations.other_id IS 'The other entity';
