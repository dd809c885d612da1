/* What is not in the language of its document, or romanised, and how is it read in Cyrillic? */
SELECT source, text, tag, cyrillic FROM spans JOIN sources USING (document_id) ORDER BY source, part, start_char
