-- What a word is, and how it is compared: stored in the index, since a question is read as the texts were.

CREATE MACRO corpus_search.separators() AS
    '\x00-/:-@\[-`{-\x{A9}\x{AB}-\x{B1}\x{B4}\x{B6}-\x{B8}\x{BB}\x{BF}\x{D7}\x{F7}\x{37E}\x{387}\x{55A}-\x{55F}'
    || '\x{589}\x{58A}\x{5BE}\x{5C0}\x{5C3}\x{5F3}\x{5F4}\x{60C}\x{61B}-\x{61F}\x{66A}-\x{66D}\x{6D4}'
    || '\x{2000}-\x{206F}\x{20A0}-\x{20CF}\x{2116}\x{2122}\x{2190}-\x{2BFF}\x{3000}-\x{3004}\x{3008}-\x{3020}'
    || '\x{FE10}-\x{FE1F}\x{FE30}-\x{FE6F}';

-- Romanisations do not tell й from и, nor typists ё from е: accents go in every script. ʹ and ʼ are soft signs.
-- strip_accents would end at a NUL.
CREATE MACRO corpus_search.fold(written) AS translate(
    replace(replace(replace(lower(strip_accents(replace(written, chr(0), ' '))), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    'łøđðıſςʹʺʼʻʾʿ', 'loddisσ'
);

COMMENT ON MACRO corpus_search.separators IS 'What stands between words, as the inside of a class in a regular expression; \pL and \pN would take 8 ms to compile';
COMMENT ON MACRO corpus_search.fold IS 'Words as they are compared: small letters without accents';
