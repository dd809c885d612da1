/* Who is named together with Ryskulov, in how many paragraphs? */
SELECT meets, sum(paragraphs) AS paragraphs FROM meetings WHERE person = 'Turar Ryskulov'
GROUP BY meets ORDER BY paragraphs DESC, meets
