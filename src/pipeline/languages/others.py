"""Words of languages that the model knows only as others: its classes `und-Latn` and `und-Cyrl`.

Scholars quote Persian, Arabic, Chinese or Mongolian in Latin letters, and a model that knows none of them would call
each by the name of the language that is least unlike it. The words are wordfreq's most frequent, written in Latin
letters by anyascii where they are in others, and for what wordfreq has not, or without its vowels, lists in
`words/other/`, in the manner of the Library of Congress. Each language counts alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from anyascii import anyascii

from pipeline.languages.tokens import WORD, normal

LATIN = "und-Latn"
CYRILLIC = "und-Cyrl"
OTHERS = frozenset([LATIN, CYRILLIC])
LISTED = "fil id is ms vi el ja ko zh".split()
MOST = 3000  # words of a language
HERE = Path(__file__).parent
Frequencies = dict[str, float]


def others(listed: Callable[[str], Frequencies], own: Callable[[str], Frequencies]) -> dict[str, list[Frequencies]]:
    """The word lists of both classes; `listed` and `own` read one of wordfreq's lists and one of ours."""
    lists = [_frequent(listed(language)) for language in LISTED]
    lists += [own(f"other/{path.stem}") for path in sorted((HERE / "words" / "other").glob("*.txt"))]
    return {LATIN: [_latin(words) for words in lists], CYRILLIC: [words for words in lists if _is_cyrillic(words)]}


def _frequent(words: Frequencies) -> Frequencies:
    return dict(sorted(words.items(), key=lambda pair: -pair[1])[:MOST])


def _is_cyrillic(words: Frequencies) -> bool:
    return "\u0400" <= max(words) <= "\u052f"


def _latin(words: Frequencies) -> Frequencies:
    """As they are written in Latin letters, with marks and without."""
    found: Frequencies = {}
    for word, share in words.items():
        for form in _forms(word):
            found[form] = found.get(form, 0) + share
    return found


def _forms(word: str) -> Iterator[str]:
    plain = anyascii(word).lower()
    found = (normal(form) for text in (word, plain, plain.replace("'", "")) for form in WORD.findall(text))
    yield from dict.fromkeys(found)  # in one order wherever the model is built
