"""A name's parts: given name, patronymic, surname, particles, suffix, from any of the ways in which names are written.

`Joseph Stalin`, `Stalin, I. V.`, `I.V. Stalin`, `Stalin I. V.`, `Ju. N. Afanasjev`, `Comrade Stalin's`, `Иван Петрович
Сидоров`, `Сидоров Иван Петрович`, `Ludwig van Beethoven`, `King, Martin Luther, Jr.`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.names.given import is_given
from pipeline.names.letters import is_cyrillic, plain, script
from pipeline.names.tokens import facts, is_initial, tokens

PERSON, WORDS = "person", "words"
_SON = re.compile("[-‐‑](uly|uli|kyzy|qyzy|ogly|oglu|улы|ұлы|кызы|қызы|оглы)$", re.IGNORECASE)
_HYPHEN = re.compile("[-‐‑]")
NO_PARTICLES: tuple[str, ...] = ()
SHORTEST = 5  # letters of a patronymic
LONGEST_ENDING = 10  # letters that are looked at for an ending
# Father's names: -ovich, -evna in all spellings, -uly, -kyzy, -ogly.
_PATRONYMIC = re.compile(
    r"(?:(?:[oe]|[iyj][eou]?)(?:[vwu]|ff)[iyj](?:ch|c|cs|tch|tsch|cz|tj|x|chu|cha|chem)|[oeiy][vw]+n[aoyeu]|i(?:n[iy])?ch?na"
    r"|i(?:t?s?ch|cz|n?ts?chna|niczna|icna)|(?:ou?l[iy]|uly|u[gl]li|o[gh]+l[iyu]|zade|[kq][iyu]z[iy]|ogli|oglou)"
    r"|[оеёїі]вич[ау]?|[ьмк]ич|[оеёії]вн[аоыуе]|ичн[аы]|инична|улы|ұлы|уулу|оглы|кызы|қызы|гызы|заде)$"
)
_SURNAME_ENDING = re.compile(
    r"(?:[oe](?:v|w|ff)a?|ine?|ina|sk[iy]{1,2}|sk[iy]j|skaya|skaia|skaja|ska|nko|chuk|[ая]?[ое]ва?|ина?|ский|ская|енко|чук|"
    r"shvili|dze|[iy]an|baev|baeva|швили|дзе)$"
)


class Name(NamedTuple):
    """The parts of a name as written. `given` may be an initial (`Ju.`); `middle` holds what follows it: patronymic,
    second given names or their initials; `surname` is never empty where there is a letter; a hyphen parts it.

    `kind` is person, or words for an organisation, a term or anything else of several words; `words` are all of them.
    `sure` is false where the order of two words could be the other: `Mao Zedong`.
    """

    text: str
    given: str = ""
    middle: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    suffix: str = ""
    kind: str = "person"
    sure: bool = True
    words: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """ISO 15924 code of the name's script as far as names need it: Cyrl, Latn, else Zyyy."""
        return script(self.text)

    @property
    def patronymic(self) -> str:
        """The father's name or its initial, empty where none is written."""
        return next((part for part in self.middle if is_patronymic(part)), self.middle[0] if self.middle else "")

    @property
    def initials(self) -> tuple[str, ...]:
        """Those of the given parts that are initials or abbreviations."""
        return tuple(part for part in (self.given, *self.middle) if part.endswith("."))

    @property
    def forenames(self) -> tuple[str, ...]:
        """Given name and what follows it."""
        return (self.given, *self.middle) if self.given else ()


@lru_cache(maxsize=1 << 13)
def is_patronymic(word: str) -> bool:
    """Whether the word has the ending of a father's name; some surnames have it, too."""
    return len(word) >= SHORTEST and _PATRONYMIC.search(plain(word)[-LONGEST_ENDING:]) is not None


@lru_cache(maxsize=1 << 13)
def _looks_like_surname(word: str) -> bool:
    return _SURNAME_ENDING.search(plain(word)[-LONGEST_ENDING:]) is not None


def _split_suffix(found: list[str], listed: bool) -> tuple[list[str], str]:
    """Jr., III and the like, wherever they stand behind the first word."""
    suffixes = [token for token in found[1:] if "suffixes" in facts(token).lists] if listed else []
    rest = [token for number, token in enumerate(found) if not number or token not in suffixes] if suffixes else found
    while rest and rest[-1] == ",":
        rest = rest[:-1]
    while rest and rest[0] == ",":
        rest = rest[1:]
    return rest, plain(suffixes[0].rstrip(".")) if suffixes else ""


def _particles(found: Sequence[str], family: bool = False) -> tuple[tuple[str, ...], list[str]]:
    """Particles and the other words; a particle is nothing without a word behind it.

    The first word is one in small letters only, but before a comma, in the `family`: De Gaulle, Charles.
    """
    last = max((number for number, token in enumerate(found) if not is_initial(token)), default=0)
    particles = [
        number
        for number, token in enumerate(found[:last])
        if "particles" in facts(token).lists and not is_initial(token) and (number or family or facts(token).small)
    ]
    return tuple(plain(found[n]) for n in particles), [t for n, t in enumerate(found) if n not in particles]


def _order(found: list[str]) -> tuple[list[str], list[str], bool]:
    """Forenames and surname words of a name without comma, and whether the order is beyond doubt."""
    words = [number for number, token in enumerate(found) if not is_initial(token)]
    if not words:
        return [], found, True
    if len(words) == 1:
        return [token for token in found if is_initial(token)], [found[words[0]]], True
    if is_initial(found[-1]):  # Danilov Viktor P., Danilov V. P.
        return found[words[0] + 1 :] if words[0] == 0 else found[:-1], [found[words[0]]], True
    if len(words) == len(found):
        return _order_of_words(found)
    return found[:-1], found[-1:], True


def _order_of_words(words: list[str]) -> tuple[list[str], list[str], bool]:
    """By the patronymic, or by which of the first and the last word is a given name or has a surname's ending."""
    father = [number for number, word in enumerate(words) if is_patronymic(word)]
    last = len(words) - 1
    if last >= 2 and father:
        if father[0] == last and not is_given(words[0]) and (is_given(words[1]) or _looks_like_surname(words[0])):
            return words[1:], words[:1], True
        if 0 < father[0] < last:
            return words[: father[0] + 1], words[father[0] + 1 :], True
    first_given = is_given(words[0])
    if first_given and _looks_like_surname(words[-1]):
        return words[:-1], words[-1:], True
    last_given = is_given(words[-1])
    if first_given == last_given:
        first_looks, last_looks = _looks_like_surname(words[0]), _looks_like_surname(words[-1])
        if first_looks and not last_looks and not first_given and not words[0].endswith("in"):
            return words[1:], words[:1], False
        return words[:-1], words[-1:], last_looks and not first_looks
    if last_given and last == 1:
        turned = is_cyrillic(words[0]) or _looks_like_surname(words[0])
        return (words[1:], words[:1], turned) if turned else (words[:-1], words[-1:], False)
    return words[:-1], words[-1:], True


def _is_words(found: Sequence[str]) -> bool:
    """Whether the tokens are no person's: an institution, an acronym or a small word among them."""
    if len(found) < 2 or "," in found:
        return False
    known = [each for token in found if not (each := facts(token)).initial and not each.ordinary]
    if not known:
        return False
    small = sum(each.small and "particles" not in each.lists for each in known)
    if small and small < len(found):
        return True
    if any("institutions" in each.lists for each in known):
        return True
    return any(each.acronym for each in known) and any(not token.isupper() for token in found)


def _parts(words: Sequence[str], hyphen: bool) -> tuple[str, ...]:
    if not hyphen:
        return tuple(words)
    return tuple(part for word in words for part in _HYPHEN.split(_SON.sub(r"\1", word)) if part)


def _person(text: str, found: list[str], suffix: str, listed: bool) -> Name:
    sure, words, particles = True, found, NO_PARTICLES
    if "," in found:
        comma, words = found.index(","), [token for token in found if token != ","]
        family, forenames = words[:comma], words[comma:]
        if listed:
            before, family = _particles(family, family=True)
            behind, forenames = _particles([*forenames, "X"])  # Beethoven, Ludwig van
            particles, forenames = (*before, *behind), forenames[:-1]
    else:
        particles, rest = _particles(words) if listed else (NO_PARTICLES, words)
        forenames, family, sure = _order(rest)
    hyphen = _HYPHEN.search(text) is not None
    given = _parts(forenames, hyphen)
    first, middle = (given[0], given[1:]) if given else ("", ())
    return Name(text, first, middle, _parts(family, hyphen), particles, suffix, PERSON, sure, tuple(words))


@lru_cache(maxsize=1 << 14)
def parse(name: str) -> Name:
    """The parts of a name. Never raises; a text without letters gives a Name without parts."""
    text = unicodedata.normalize("NFC", name)
    found = tokens(text)
    listed = any(facts(token).lists for token in found)
    found, suffix = _split_suffix(found, listed)
    if not found:
        return Name(text)
    if _is_words(found):
        words = tuple(token for token in found if "links" not in facts(token).lists) or tuple(found)
        return Name(text, surname=words, kind=WORDS, words=words)
    return _person(text, found, suffix, listed)
