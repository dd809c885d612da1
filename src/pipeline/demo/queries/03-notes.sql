/* Every footnote with the sentence that calls it. */
SELECT source, label, sentence, note FROM footnotes_in_context JOIN sources USING (document_id)
ORDER BY source, callout_offset
