/* Which hyphens were the typesetter's, and which the author's? */
SELECT source, rules[1] AS rule, "after",
    replace(substring(CASE encoding WHEN 'utf-8' THEN decode(bytes) END, raw_start - 9, 24), chr(10), '⏎') AS printed
FROM edits JOIN documents USING (document_id) JOIN raw_documents USING (document_id) JOIN sources USING (document_id)
WHERE rules[1] LIKE 'hyphens.%' AND encoding = 'utf-8' ORDER BY source, raw_start
