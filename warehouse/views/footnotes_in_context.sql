CREATE VIEW footnotes_in_context AS
WITH placed AS (
    SELECT footnotes.*,
        left(paragraphs.text, callout_offset - start_char) AS before,
        substring(paragraphs.text, callout_offset - start_char + 1) AS after
    FROM footnotes
    LEFT JOIN paragraphs USING (document_id, paragraph)
)
SELECT document_id, label, callout_offset,
    -- a sentence ends at . ! ? … behind two letters or figures, so not at initials, where a capital follows
    trim(regexp_extract(before, '(?s)^(?:.*[\pL\pN][\pL\pN\p{Pf}"”)\]]+[.!?…][\p{Pf}"”)\]]*\s+)?([\p{Pi}“"(\[]*[\p{Lu}\pN].*|.*)$', 1)
    || CASE WHEN regexp_matches(before, '[.!?…][\p{Pf}"”)\]]*\s*$') THEN regexp_extract(after, '^[\p{Pf}"”)\]]*')
        ELSE regexp_extract(after, '(?s)^.*?[\pL\pN\p{Pf}"”)\]]{2}[.!?…]+[\p{Pf}"”)\]]*(?:\s|$)|^.*$') END) AS sentence,
    text AS note, paragraph, part
FROM placed
ORDER BY document_id, callout_offset, part, label;

COMMENT ON VIEW footnotes_in_context IS 'Every footnote with the sentence that calls it';
COMMENT ON COLUMN footnotes_in_context.document_id IS 'The document';
COMMENT ON COLUMN footnotes_in_context.label IS 'The number or sign of the note, as printed';
COMMENT ON COLUMN footnotes_in_context.callout_offset IS 'Where the callout stood in the body; null where none was found';
COMMENT ON COLUMN footnotes_in_context.sentence IS 'The sentence that the callout stood in or behind; null where no callout was found';
COMMENT ON COLUMN footnotes_in_context.note IS 'The clean text of the note; null where it was not found';
COMMENT ON COLUMN footnotes_in_context.paragraph IS 'The paragraph of the body in which the callout stood';
COMMENT ON COLUMN footnotes_in_context.part IS 'The part that is the note';
