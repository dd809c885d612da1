"""The language of each paragraph, without asking about every paragraph.

Running text in the document's language shows by its function words at 25 MB/s and more; what does not show it, and is
long enough to tell, is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.languages.detector import PROFILES, UNDETERMINED, Guess
from pipeline.languages.function_words import function_words
from pipeline.languages.identify import FEWEST, Identity, identify
from pipeline.languages.scheme_answer import MIXTURE
from pipeline.languages.scripts import COMMON, sample
from pipeline.languages.tokens import WORD

FIRST_GLANCE = 100  # code points of a paragraph that most often are enough
GLANCE = 400  # code points of a paragraph that are looked at
LEAST_OWN = 2  # function words that no other language has; one alone may be a quotation's
LEAST_SHARE = 0.15  # of function words in all words; prose has a quarter to a half
SURE = 0.9  # what a paragraph must reach to leave its document's language
OTHER = {"kk": "Cyrl", "be": "Cyrl", "la": "Latn"}  # written in one script, and unknown to langdetect
BY_WORDS = 0.95
BY_DOCUMENT = 0.5  # nothing in the paragraph says so, nothing contradicts


@cache
def script_of(language: str) -> str:
    """The script that a language is written in; `Zyyy` for an unknown one, and for those with two."""
    return OTHER.get(language) or next((s for s, codes in PROFILES.items() if language in codes.split()), COMMON)


def _fits(text: str, language: str) -> bool:
    """Whether the text has the function words of the language, in the share of running prose."""
    return _shows(text[:FIRST_GLANCE], language) or _shows(sample(text, GLANCE), language)


def _shows(text: str, language: str) -> bool:
    words = text.lower().split()
    table = function_words().get(language, {})
    hits = [table[word] for word in words if word in table]
    return sum(hits) >= LEAST_OWN and len(hits) >= LEAST_SHARE * len(words)


def _settled(text: str, found: Identity, document_language: str) -> Guess:
    """What a paragraph is in whose words do not show the document's language."""
    if found.script == COMMON:
        return Guess(UNDETERMINED, 0.0, COMMON)
    by_document = Guess(document_language, BY_DOCUMENT, found.script)
    foreign = script_of(document_language) not in {found.script, COMMON}
    if len(WORD.findall(text)) < FEWEST and not foreign:
        return by_document
    guess = Guess(found.language, found.confidence, found.script)
    if foreign or found.language == document_language or document_language == UNDETERMINED:
        return guess
    other = _fits(text, found.language) or found.language not in function_words() or _is_romanised(text, found)
    return guess if found.confidence >= SURE and other else by_document


def _is_romanised(text: str, found: Identity) -> bool:
    """Romanised in one manner, as titles among names and numbers in a note are not, and more than names."""
    more = sum(word[0].islower() and len(word) > 2 for word in WORD.findall(text))
    return more > 1 and bool(found.schemes) and found.schemes != (MIXTURE,)


def paragraph_languages(texts: Sequence[str], document_language: str) -> list[Guess]:
    """One guess a paragraph, in their order; `und` for one without letters.

    A paragraph leaves its document's language only by another script or by two voices, the model's and the other
    language's function words: bibliographies and tables of names make any detector say anything.
    What is too short to tell, a heading for one, takes the document's language at confidence 0.5.
    """
    script = script_of(document_language)
    by_words = Guess(document_language, BY_WORDS, script)
    rest = [n for n, text in enumerate(texts) if not _fits(text, document_language)]
    asked = identify([sample(texts[n], GLANCE) for n in rest])
    settled = {n: _settled(texts[n], found, document_language) for n, found in zip(rest, asked, strict=True)}
    return [settled.get(n, by_words) for n in range(len(texts))]
