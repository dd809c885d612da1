-- What is searched, and what is shown of it. The warehouse is attached as `corpus`, the index to be filled is
-- `corpus_search`, `scratch` goes when it is done.

CREATE TEMP MACRO words_of(written) AS regexp_extract_all(fold(written), '[^' || separators() || ']+');

CREATE TABLE documents AS
SELECT document_id, title, min(source) AS source
FROM corpus.documents JOIN corpus.sources USING (document_id)
GROUP BY ALL
ORDER BY document_id;

CREATE TABLE pages AS
SELECT document_id, start_char, page, folio FROM corpus.pages ORDER BY document_id, start_char;

CREATE TABLE paragraphs AS
WITH notes AS (
    SELECT document_id, part, min(label) AS note, min(callout_offset) AS callout_offset
    FROM corpus.footnotes WHERE part IS NOT NULL
    GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY document_id, paragraph)::INTEGER AS id,
    document_id, part, note, callout_offset, paragraph, kind, start_char, text
FROM corpus.paragraphs LEFT JOIN notes USING (document_id, part)
ORDER BY id;

-- Every stretch that is to be found by words that do not stand there: a name, or a romanised word.
CREATE TABLE scratch.stretches AS
WITH spellings AS (  -- of one word: words of longer ones would be found where nobody means them
    SELECT entity_id, string_agg(alias, ' ' ORDER BY alias) AS spellings
    FROM corpus.aliases
    WHERE len(words_of(alias)) = 1
    GROUP BY ALL
),
cyrillic AS (
    SELECT entity_id, alias AS surface, min(cyrillic) AS cyrillic
    FROM corpus.aliases WHERE cyrillic IS NOT NULL
    GROUP BY ALL
),
romanised AS (
    SELECT document_id, part, start_char, surface, cyrillic
    FROM corpus.mentions JOIN cyrillic USING (entity_id, surface)
    UNION
    SELECT document_id, part, start_char, text, cyrillic FROM corpus.spans WHERE cyrillic IS NOT NULL
),
divided AS (
    SELECT document_id, part, start_char, surface AS whole, generate_subscripts(surfaces, 1) AS nr,
        unnest(surfaces) AS surface, unnest(readings) AS reading
    FROM (
        SELECT *, len(string_split(surface, ' ')) = len(string_split(cyrillic, ' ')) AS alike,
            CASE WHEN alike THEN string_split(surface, ' ') ELSE [surface] END AS surfaces,
            CASE WHEN alike THEN string_split(cyrillic, ' ') ELSE [cyrillic] END AS readings
        FROM romanised
    )
)
SELECT document_id, part, start_char, surface, concat_ws(' ', name, spellings) AS reading
FROM corpus.mentions JOIN corpus.entities USING (entity_id) LEFT JOIN spellings USING (entity_id)
UNION
SELECT document_id, part, (start_char - length(surface) - 1
        + sum(length(surface) + 1) OVER (PARTITION BY document_id, part, start_char, whole ORDER BY nr))::INTEGER,
    surface, reading
FROM divided;

CREATE TABLE scratch.others AS
SELECT surface, reading, array_to_string(
        list_sort(list_filter(
            list_distinct(words_of(reading)), lambda word: NOT list_contains(words_of(surface), word)
        )), ' ') AS others
FROM (SELECT DISTINCT surface, reading FROM scratch.stretches);

CREATE TABLE readings AS
SELECT id, (stretch.start_char - place.start_char)::INTEGER AS start_char, length(surface)::INTEGER AS characters,
    others AS words
FROM scratch.stretches AS stretch
JOIN scratch.others USING (surface, reading)
ASOF JOIN (SELECT id, document_id, part, start_char FROM paragraphs) AS place
    ON place.document_id = stretch.document_id AND place.part = stretch.part
    AND place.start_char <= stretch.start_char
WHERE others <> ''
ORDER BY ALL;

CREATE TABLE scratch.texts AS
SELECT id, fold(concat_ws(' ', text, read.words)) AS words
FROM paragraphs LEFT JOIN (SELECT id, string_agg(words, ' ') AS words FROM readings GROUP BY ALL) AS read USING (id)
ORDER BY id;
