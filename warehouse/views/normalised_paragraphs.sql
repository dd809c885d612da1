CREATE VIEW normalised_paragraphs AS
WITH placed AS (
    SELECT mentions.document_id, place.paragraph, mentions.start_char, mentions.end_char, entities.name, entity_id,
        coalesce(lag(mentions.end_char) OVER before, place.start_char) AS gap_start,
        place.start_char AS paragraph_start, place.text
    FROM mentions
    JOIN entities USING (entity_id)
    ASOF JOIN (SELECT document_id, part, start_char, paragraph, text FROM paragraphs) AS place
        ON place.document_id = mentions.document_id AND place.part = mentions.part
        AND place.start_char <= mentions.start_char
    WINDOW before AS (PARTITION BY mentions.document_id, place.paragraph ORDER BY mentions.start_char)
),
pieces AS (
    SELECT *, substring(text, gap_start - paragraph_start + 1, start_char - gap_start) AS gap FROM placed
),
read AS (
    SELECT document_id, paragraph,
        string_agg(gap || name, '' ORDER BY start_char)
            || substring(any_value(text), max(end_char) - any_value(paragraph_start) + 1) AS text,
        list({'start_char': start_char, 'end_char': end_char, 'entity_id': entity_id, 'name': name}
            ORDER BY start_char) AS names
    FROM pieces
    GROUP BY ALL
)
SELECT paragraphs.document_id, paragraphs.part, paragraph, kind, start_char, end_char,
    coalesce(read.text, paragraphs.text) AS text, coalesce(names, []) AS names
FROM paragraphs LEFT JOIN read USING (document_id, paragraph)
ORDER BY document_id, paragraph;

COMMENT ON VIEW normalised_paragraphs IS 'Every paragraph with the name of the entity in the place of each mention; the clean text stays as it is';
COMMENT ON COLUMN normalised_paragraphs.document_id IS 'The document';
COMMENT ON COLUMN normalised_paragraphs.part IS '0 for the body, 1 to n for its notes';
COMMENT ON COLUMN normalised_paragraphs.paragraph IS 'Number of the paragraph in its document, from 0';
COMMENT ON COLUMN normalised_paragraphs.kind IS 'title, heading, body, quote, verse, list, table, caption or bibliography';
COMMENT ON COLUMN normalised_paragraphs.start_char IS 'Where the paragraph begins in the clean text of its part';
COMMENT ON COLUMN normalised_paragraphs.end_char IS 'Where it ends there, itself outside';
COMMENT ON COLUMN normalised_paragraphs.text IS 'The paragraph with the names of the entities';
COMMENT ON COLUMN normalised_paragraphs.names IS 'What was put there: where it stands in the clean text of the part, the entity, its name';
