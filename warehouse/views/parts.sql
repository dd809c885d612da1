CREATE VIEW parts AS
SELECT document_id, 0 AS part, clean_text AS text FROM documents
UNION ALL
SELECT DISTINCT document_id, part, text FROM footnotes WHERE part IS NOT NULL;

COMMENT ON VIEW parts IS 'The texts that offsets count in: the body of every document and each of its notes';
COMMENT ON COLUMN parts.document_id IS 'The document';
COMMENT ON COLUMN parts.part IS '0 for the body, 1 to n for its notes';
COMMENT ON COLUMN parts.text IS 'The clean text of the part';
