"""The language of each paragraph, without asking the detector about every paragraph.

langdetect reads 0.2 MB/s. Running text in the document's language shows by its function words at 25 MB/s and
more; what does not show it, and is long enough to tell, is asked about.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.languages.detector import LEAST_LETTERS, PROFILES, UNDETERMINED, Guess, detect
from pipeline.languages.scripts import COMMON, letters_by_script, main_script, sample

GLANCE = 400  # code points of a paragraph that are looked at
LEAST_OWN = 2  # function words that no other language has; one alone may be a quotation's
LEAST_SHARE = 0.15  # of function words in all words; prose has a quarter to a half
SURE = 0.9  # what a paragraph must reach to leave its document's language
BY_WORDS = 0.95
BY_DOCUMENT = 0.5  # nothing in the paragraph says so, nothing contradicts


@cache
def function_words() -> Mapping[str, Mapping[str, bool]]:
    """Function words by language; true for those that no other language of the script has."""
    tables = tomllib.loads(Path(__file__).with_name("function_words.toml").read_text(encoding="utf-8"))
    found: dict[str, Mapping[str, bool]] = {}
    for languages in tables.values():
        times = Counter(word for words in languages.values() for word in set(words.split()))
        for language, words in languages.items():
            found[language] = {word: times[word] == 1 for word in words.split()}
    return found


@cache
def script_of(language: str) -> str:
    """The script that langdetect reads the language in; `Zyyy` for a language that it lacks."""
    return next((script for script, codes in PROFILES.items() if language in codes.split()), COMMON)


def _fits(text: str, language: str) -> bool:
    """Whether the text has the function words of the language, in the share of running prose."""
    words = sample(text, GLANCE).lower().split()
    table = function_words().get(language, {})
    hits = [table[word] for word in words if word in table]
    return sum(hits) >= LEAST_OWN and len(hits) >= LEAST_SHARE * len(words)


def _second_look(text: str, document_language: str) -> Guess:
    """A paragraph whose words do not show the document's language."""
    letters = letters_by_script(sample(text, GLANCE))
    script = main_script(letters)
    if script == COMMON:
        return Guess(UNDETERMINED, 0.0, COMMON)
    foreign = script_of(document_language) not in {script, COMMON}
    by_document = Guess(document_language, BY_DOCUMENT, script)
    if letters[script] < LEAST_LETTERS and not foreign:
        return by_document
    guess = detect(text, GLANCE)
    if foreign or guess.language == document_language or document_language == UNDETERMINED:
        return guess
    if guess.confidence >= SURE and (_fits(text, guess.language) or guess.language not in function_words()):
        return guess
    return by_document


def paragraph_languages(texts: Sequence[str], document_language: str) -> list[Guess]:
    """One guess a paragraph, in their order; `und` for one without letters.

    A paragraph leaves its document's language only by another script or by two voices, the detector's and
    the other language's function words: bibliographies and tables of names make the detector say anything.
    What is too short to tell, a heading for one, takes the document's language at confidence 0.5.
    """
    script = script_of(document_language)
    return [
        Guess(document_language, BY_WORDS, script)
        if _fits(text, document_language)
        else _second_look(text, document_language)
        for text in texts
    ]
