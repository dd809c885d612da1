CREATE MACRO corpus_search.search(words, most := 10, mark := '**') AS TABLE
WITH asked AS (
    SELECT (row_number() OVER ())::INTEGER AS nr, rtrim(word, '*') AS word, ends_with(word, '*') AS begins
    FROM (SELECT unnest(list_distinct(regexp_extract_all(
        corpus_search.fold(words), '[^' || corpus_search.separators() || ']+\*?'))[:60]) AS word)
),
meant AS (
    SELECT nr, word_id, words.word FROM asked JOIN corpus_search.words ON words.word = asked.word
    UNION ALL
    SELECT nr, word_id, words.word FROM asked JOIN corpus_search.words ON beginning = left(asked.word, 2)
    WHERE begins AND starts_with(words.word, asked.word) AND words.word <> asked.word
),
hits AS (
    SELECT id, sum(weight) AS weight, bit_or(1::BIGINT << nr) AS met
    FROM corpus_search.postings JOIN meant USING (word_id)
    GROUP BY id
),
best AS MATERIALIZED (
    SELECT id, weight, bit_count(met) = (SELECT count(*) FROM asked) AS whole
    FROM hits
    ORDER BY whole DESC, weight DESC, id
    LIMIT most
),
found AS MATERIALIZED (  -- those with all the words; where there is none, those with some
    SELECT * FROM best JOIN corpus_search.paragraphs USING (id)
    WHERE whole OR NOT (SELECT bool_or(whole) FROM best)
),
pieces AS (
    SELECT id, nr, piece, sum(length(piece)) OVER (PARTITION BY id ORDER BY nr) - length(piece) AS place
    FROM (
        SELECT id, unnest(pieces) AS piece, generate_subscripts(pieces, 1) AS nr
        FROM (
            SELECT id, regexp_extract_all(text,
                '[^' || corpus_search.separators() || ']+|[' || corpus_search.separators() || ']+') AS pieces
            FROM found
        )
    )
),
spots AS (
    SELECT id, start_char, characters FROM corpus_search.readings SEMI JOIN found USING (id)
    WHERE list_has_any(string_split(readings.words, ' '), (SELECT list(word) FROM meant))
),
marked AS MATERIALIZED (  -- words that are meant or stand in such a stretch, and what is between these
    SELECT id, nr, piece, place, corpus_search.fold(piece) IN (SELECT word FROM meant) OR EXISTS (
            FROM spots
            WHERE spots.id = pieces.id AND CASE WHEN regexp_matches(piece, '[^' || corpus_search.separators() || ']')
                THEN place + length(piece) > start_char AND place < start_char + characters
                ELSE place > start_char AND place + length(piece) < start_char + characters END
        ) AS hit
    FROM pieces
),
densest AS (  -- where most of them stand within 200 code points
    SELECT id, list(place ORDER BY place) AS places,
        list_transform(places, lambda p: len(list_filter(places, lambda q: q >= p AND q <= p + 200))) AS near,
        places[list_position(near, list_max(near))] AS place
    FROM marked WHERE hit GROUP BY id
),
shown AS (
    SELECT id, place, length(text) AS characters, greatest(0, least(place - 60, length(text) - 300)) AS first
    FROM densest JOIN found USING (id)
),
snippets AS (
    SELECT id, any_value(shown.place) AS place,
        replace(replace(
            string_agg(CASE WHEN hit THEN mark || piece || mark ELSE piece END, '' ORDER BY nr),
            mark || mark, ''), chr(10), ' ') AS cut,
        CASE WHEN any_value(first) > 0 THEN '… ' || ltrim(cut, ' ,.;:)') ELSE cut END
        || CASE WHEN any_value(first + 300 < characters) THEN ' …' ELSE '' END AS snippet
    FROM marked JOIN shown USING (id)
    WHERE marked.place >= first AND marked.place + length(piece) <= first + 300
    GROUP BY id
)
SELECT round(weight / 1000, 3) AS score, whole, document_id, title, source, part, note, paragraph, kind,
    (found.start_char + snippets.place)::INTEGER AS start_char, page, folio, snippet
FROM found
JOIN snippets USING (id)
JOIN corpus_search.documents USING (document_id)
ASOF LEFT JOIN corpus_search.pages
    ON pages.document_id = found.document_id
    AND pages.start_char <= CASE WHEN part = 0 THEN found.start_char + snippets.place ELSE callout_offset END
ORDER BY weight DESC, id;

COMMENT ON MACRO TABLE corpus_search.search IS 'The paragraphs with these words, best first; a word with * at its end is the beginning of words';
