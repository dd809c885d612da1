CREATE VIEW meetings AS
WITH present AS (
    SELECT DISTINCT entity_id, entities.name, mentions.document_id, mentions.part, paragraph
    FROM mentions
    JOIN entities USING (entity_id)
    ASOF JOIN (SELECT document_id, part, start_char, paragraph FROM paragraphs) AS place
        ON place.document_id = mentions.document_id AND place.part = mentions.part
        AND place.start_char <= mentions.start_char
    WHERE entities.kind = 'person'
)
SELECT one.name AS person, other.name AS meets, document_id, count(*) AS paragraphs,
    one.entity_id AS person_id, other.entity_id AS meets_id
FROM present AS one
JOIN present AS other USING (document_id, paragraph)
WHERE one.entity_id <> other.entity_id
GROUP BY ALL
ORDER BY paragraphs DESC, person, meets, document_id;

COMMENT ON VIEW meetings IS 'Persons who are named in one paragraph, by document; each pair both ways';
COMMENT ON COLUMN meetings.person IS 'Name of the one';
COMMENT ON COLUMN meetings.meets IS 'Name of the other';
COMMENT ON COLUMN meetings.document_id IS 'The document';
COMMENT ON COLUMN meetings.paragraphs IS 'In how many paragraphs both are named';
COMMENT ON COLUMN meetings.person_id IS 'The entity of the one';
COMMENT ON COLUMN meetings.meets_id IS 'The entity of the other';
