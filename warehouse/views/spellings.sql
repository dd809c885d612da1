CREATE VIEW spellings AS
SELECT entities.name AS entity, entities.kind, mentions.surface, mentions.document_id, count(*) AS mentions,
    entities.entity_id
FROM mentions
JOIN entities USING (entity_id)
GROUP BY ALL
ORDER BY entity, mentions DESC, surface, document_id;

COMMENT ON VIEW spellings IS 'How each document spells each entity, and how often';
COMMENT ON COLUMN spellings.entity IS 'Name of the entity';
COMMENT ON COLUMN spellings.kind IS 'person, organisation, place, work or term';
COMMENT ON COLUMN spellings.surface IS 'The spelling, as it stands in the text';
COMMENT ON COLUMN spellings.document_id IS 'The document that spells it so';
COMMENT ON COLUMN spellings.mentions IS 'How often';
COMMENT ON COLUMN spellings.entity_id IS 'The entity';
