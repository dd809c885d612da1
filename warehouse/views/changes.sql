CREATE VIEW changes AS
SELECT rule, document_id, count(*) AS edits,
    sum(length("before")) AS characters_before, sum(length("after")) AS characters_after
FROM (SELECT unnest(rules) AS rule, * FROM edits)
GROUP BY ALL
ORDER BY edits DESC, rule, document_id;

COMMENT ON VIEW changes IS 'What the cleaner changed: edits counted by rule and document, most first';
COMMENT ON COLUMN changes.rule IS 'The rule; an edit that several rules made counts for each';
COMMENT ON COLUMN changes.document_id IS 'The document';
COMMENT ON COLUMN changes.edits IS 'How many edits the rule had a hand in';
COMMENT ON COLUMN changes.characters_before IS 'Code points of raw text that these edits replaced';
COMMENT ON COLUMN changes.characters_after IS 'Code points that stand there now';
