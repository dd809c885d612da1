/* Running heads and page numbers that stood in the middle of the text. */
SELECT source, kind, text FROM furniture JOIN sources USING (document_id) ORDER BY source, raw_start
