"""Which reading of a word is a word that people write: what the Russian word list says, names included."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.names.reading import Word, best, weights
from pipeline.names.skeleton import SLAVIC

_SHORT_I = re.compile("(?<=[сц]ки)$|(?<=[аеоуыяю])и(?=[^аеиоуюя]|$)|(?<=[сц]ки)и$")
_SOFTENED = re.compile("[лнрт](?=[бвгджзклмнпрстфхцчшщ]|$)")
LIKELY = 0.8  # weight of the readings that would have to be unknown


@lru_cache(maxsize=1 << 14)
def is_listed(cyrillic: str) -> bool:
    """Whether the word list has it, ё written as е."""
    from pipeline.languages.wordlist import word_list  # numpy and a megabyte or two, where a name is in doubt

    words, written = word_list("ru"), cyrillic.replace("ё", "е")
    return set(written) <= set(words.alphabet) and words.frequencies([words.encode(written)])[0] is not None


@lru_cache(maxsize=1 << 13)
def is_name(reading: str) -> bool:
    """Whether the list has a reading, in which й and one ь may be missing: игнатовски, горки, манделштам."""
    whole = _SHORT_I.sub("й", reading)
    softened = (f"{whole[: at.end()]}ь{whole[at.end() :]}" for at in _SOFTENED.finditer(whole))
    return any(map(is_listed, (reading, whole, *softened)))


def _are_english(a: Word, b: Word) -> bool:
    """Whether both are written so in English, as Davies and Davis are."""
    from pipeline.cleaning import rarities

    return all(rarities.large("en").get(each.plain) is not None for each in (a, b))


def only_known(a: Word, b: Word, bones: str) -> bool:
    """Whether the list has a reading that both words can have, and none of those that are likelier.

    French `Vorochilov` is Ворошилов, since nobody is called Ворочилов; `Chernov` is Чернов, whatever `Shernov` may be.
    """
    if not any(is_name(best(each, bones).cyrillic) for each in (a, b)):
        return False
    likelier = [(each, other) for each in (a, b) for other, weight in weights(each).items() if weight >= LIKELY]
    if any(is_name(best(each, other).cyrillic) for each, other in likelier if other != bones):
        return False
    return SLAVIC.search(bones) is not None or not _are_english(a, b)
