/* Who is named in most documents? */
SELECT name, documents, mentions FROM entities WHERE kind = 'person' AND mentions > 0
ORDER BY documents DESC, mentions DESC, name LIMIT 10
