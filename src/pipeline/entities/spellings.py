"""In which shapes a spelling stands in a text: capitals, apostrophes, hyphens."""

from __future__ import annotations

from itertools import product

# What texts write for the soft sign of a romanisation and for the apostrophe: typewriter, typographic, modifier
# letters, acute accent.
APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER PRIME}\N{ACUTE ACCENT}"
HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
SHORT = 3  # letters; a name of so few in capitals, a term of so few capitalised, is another word: MAO, Bai

_FOLD = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-") | {"ё": "е"})


def fold(name: str) -> str:
    """A name part as it is compared: without case, with one apostrophe, one hyphen, and е for ё."""
    return name.casefold().translate(_FOLD)


def forms(spelling: str) -> set[str]:
    """All that a text may write for the spelling: a name as it is or in capitals, a term capitalised, too."""
    return {marked for cased in _cases(spelling) for marked in _marks(cased)}


def _cases(spelling: str) -> set[str]:
    found = {spelling}
    if sum(map(str.isalpha, spelling)) <= SHORT:
        return found
    if spelling == spelling.lower():
        found |= {spelling[0].upper() + spelling[1:], " ".join(word[0].upper() + word[1:] for word in spelling.split())}
    return found | {spelling.upper()}


def _marks(spelling: str) -> set[str]:
    """With each sign of one kind written one way throughout; Cyrillic ё as е, as most print has it."""
    apostrophes = APOSTROPHES if any(mark in spelling for mark in APOSTROPHES) else "'"
    hyphens = HYPHENS if "-" in spelling else "-"
    plain = spelling.translate({ord(mark): "'" for mark in APOSTROPHES})
    found = {plain.replace("'", mark).replace("-", dash) for mark, dash in product(apostrophes, hyphens)}
    return found | {form.replace("ё", "е").replace("Ё", "Е") for form in found}
