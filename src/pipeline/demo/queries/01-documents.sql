/* What is there? */
SELECT title, language, encoding, words, pages FROM documents ORDER BY title
