/* Which spellings of Goloshchyokin stand where? */
SELECT surface, source, sum(mentions) AS mentions FROM spellings JOIN sources USING (document_id)
WHERE entity = 'Filipp Goloshchyokin' GROUP BY ALL ORDER BY ALL
