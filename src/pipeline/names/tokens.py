"""The tokens of a name: words and initials, without titles, quotation marks and what stands in brackets."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.names.letters import plain

ABBREVIATED = 5  # letters; a longer word with a full stop is a word at a sentence's end
GLUED = (2, 3)  # capitals beside a name that are its initials
# Two letters and more that are one Cyrillic initial.
DIGRAPHS = frozenset(
    "Dzh Dž Dsch Shch Schtsch Šč Szcz Tsch Tch Sch Sh Ch Cz Sz Zh Ts Tz Kh Ya Ye Yu Yo Ia Ie Iu Io Ja Je Jo Ju Dj Gh "
    "Ph Th Qu Wl Al Вл Ал Дж Ив Ник".split()
)
NOT_ACRONYMS = ("Mc", "Mac", "O'", "O’", "D'", "D’")  # what two capitals in a word can come from
_MARKS = "'’‘ʼʻʹʺ′″´`"
_TOKEN = re.compile(rf"[^\W\d_](?:[^\W_]|[{_MARKS}·\u0300-\u036f\ufe20-\ufe2f]|[-‐‑”](?=[^\W\d_]))*\.?|,|\([^()]*\)")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])(?:['’]s|(?<=s)['’])(?=\s|$|,)")
_BRACKETS = str.maketrans("()", "  ")
_RUN_ON = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я]\.)")
_SOFT = "Yu|Ya|Ye|Iu|Ia|Ju|Ja|Ie|Je"
_SOFT_GLUED = re.compile(f"({_SOFT}|[A-Z])({_SOFT}|(?<=[a-z])[A-Z])")


class Facts(NamedTuple):
    """What is known of a token by itself.

    `lists` are those of words.toml that hold it; `initial` has a full stop; `single` is one letter with it; `name` is
    a longer word in capital and small letters; `acronym` is made of initials: TsK, NKVD, KazTsIK; `ordinary` is a name
    and nothing else; `clear` tokens, a comma and initials among them, stay as they are beside an ordinary one.
    """

    lists: frozenset[str]
    initial: bool
    single: bool
    small: bool
    name: bool
    acronym: bool
    ordinary: bool
    clear: bool


_NO_LISTS: frozenset[str] = frozenset()
_COMMA = Facts(_NO_LISTS, False, False, False, False, False, False, True)
_ORDINARY = Facts(_NO_LISTS, False, False, False, True, False, True, True)


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Of each word of words.toml the lists that it is in."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for name, words in data.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=1 << 14)
def facts(token: str) -> Facts:
    """What is known of a token of a name, or of a comma."""
    if token == ",":
        return _COMMA
    if len(token) > max(GLUED) and token.isalpha() and token.istitle() and token not in DIGRAPHS:  # most are
        lists = _lists().get(plain(token), _NO_LISTS)
        return Facts(lists, False, False, False, True, False, False, False) if lists else _ORDINARY
    initial = token[-1] == "."
    bare = token.rstrip(".")
    name = len(token) > max(GLUED) and token[0].isupper() and not token[1:].isupper()
    single = initial and len(bare) == 1
    lists = _lists().get(plain(bare), _NO_LISTS)
    acronym = _is_acronym(bare)
    ordinary = name and not (lists or initial or acronym)
    kept = "honours" not in lists if single else not lists and len(token) <= ABBREVIATED + 1
    clear = (initial and token[0].isupper() and kept) or (ordinary and token not in DIGRAPHS)
    return Facts(lists, initial, single, token.islower(), name, acronym, ordinary, clear)


def is_initial(token: str) -> bool:
    """Whether the token is an initial or an abbreviated given name, with its full stop."""
    return token[-1:] == "."


def is_acronym(token: str) -> bool:
    """Whether the token is made of initials: TsK, NKVD, KazTsIK; neither McDonald nor a name once capitalised."""
    return facts(token).acronym


def _is_acronym(bare: str) -> bool:
    if bare[1:].islower() or "-" in bare or bare.startswith(NOT_ACRONYMS):
        return False
    high = sum(map(str.isupper, bare))
    return high > 1 and (bare[-1].isupper() or 2 * high >= len(bare))


def _found(text: str) -> list[str]:
    """Words and commas; what stands in brackets only where there is nothing else."""
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text)
    if "." in text:
        text = _RUN_ON.sub(" ", text)
    found = _TOKEN.findall(text)
    if "(" not in text:
        return found
    outside = [token for token in found if token[0] != "("]
    return outside if any(token != "," for token in outside) else _TOKEN.findall(text.translate(_BRACKETS))


def _untitled(tokens: list[str]) -> list[str]:
    """Without titles, which stand before a word and not before a comma, and without honours."""
    if not any(facts(token).lists for token in tokens):
        return tokens
    kept = [
        token
        for token, behind in pairwise([*tokens, ","])
        if "honours" not in facts(token).lists
        and ("titles" not in facts(token).lists or behind == "," or facts(token).single)
    ]
    return kept if any(token != "," for token in kept) else tokens


def _parted(token: str) -> Iterable[str]:
    """Beside a name: `JN` is J. N., `YuN` is Yu. N., and a single capital is an initial without its full stop."""
    if len(token) == 1 and token.isupper():
        return (f"{token}.",)
    if token.isupper() and len(token) in GLUED and token[-1] != "." and "suffixes" not in facts(token).lists:
        return [f"{letter}." for letter in token]
    glued = _SOFT_GLUED.fullmatch(token) if len(token) <= 2 * max(GLUED) else None
    return [f"{part}." for part in glued.groups()] if glued else (token,)


def _unstopped(token: str) -> str:
    """Without the full stop that is a sentence's."""
    ends = token[-1] == "." and (len(token) > ABBREVIATED + 1 or token[0].islower())
    return token.rstrip(".") if ends else token


def tokens(text: str) -> list[str]:
    """Words, initials with a full stop, and commas of a name; initials alone are one acronym: N.K.V.D. is NKVD."""
    found = _found(text)
    known = [facts(token) for token in found]
    if all(each.clear for each in known) and any(each.ordinary for each in known):
        return found
    found = _untitled(found)
    named = any(facts(token).name for token in found)
    pieces: list[str] = []
    for token in found:
        if facts(token).ordinary or token == ",":
            pieces.append(token)
        else:
            pieces += map(_unstopped, _parted(token) if named else (token,))
    if len(pieces) > 1 and all(facts(piece).single for piece in pieces):
        return ["".join(piece[0] for piece in pieces)]
    return [
        f"{piece}." if piece in DIGRAPHS and is_initial(behind) else piece for piece, behind in pairwise([*pieces, ""])
    ]
