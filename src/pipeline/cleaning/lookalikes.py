"""Numbers that are dressed like callouts and are none: powers, isotopes, identifiers, what a word before announces."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.cleaning.candidate import GROUPS, WEIGHTS, Candidate

REFERENCES = frozenset(
    "p pp vol vols no nos nr bd s ss f ff l d op ch cf art fig tab pag cap lib tom § č str т с стр № гл вып кн ч см"
    .split()
)  # fmt: skip
ANNOUNCING = REFERENCES | frozenset(  # what announces a number behind a blank
    "chapter table figure note page book part section number article articles volume issue paragraph appendix act scene"
    " tafel tabelle anm kapitel seite nummer heft band teil buch artikel absatz satz paragraf anhang chapitre tableau"
    " livre tome numéro partie annexe rozdział tabela artykuł tabulka глава таблица рис табл прим том часть номер"
    " статья статьи статье статьей ст пункт пункта раздел приложение"
    .split()
)  # fmt: skip
ADDRESS = re.compile(r"//|www\.|doi\b|10\.\d{4}", re.I)
UNIT = re.compile(r"(?:^|[\s\d(])[kcm]?m$")
POWER = re.compile(r"(?<![\w’'ʼ.,])(?:\d{1,3}|[^\W\d_]|[A-Z]{2})$")  # 10⁶, x², CO²; not U.S.S.R², Stalin’s²
ISOTOPE = re.compile(r"[A-Z][a-z]?\b")  # ¹⁴C, ²³⁵U
ELEMENTS = frozenset("C H N O P S K U Th Ra Rn Pb Sr Cs Cl Ca Fe Co Ni Pu Xe Kr Ar Al".split())  # no short words
STEM = re.compile(r"[^\W\d_]+ ?\[?$")
NAME = re.compile(r"(?:Ma?c|O[’']|D[aei]|L[ae]|Van|Von)?[^\W\d_][^\WA-ZА-ЯЁ\d_]*")  # McDonald3; not CaCl2, BRCA1, JOHN1
SHORT = re.compile(r"(?P<sign>[=+×·±]\s?)?(?<!\w)[^\W\d_]{1,3}$")  # with a sign on either side: E = mc², sin² + cos²
SIGN = re.compile(r"\s?[=+×·±]")
# What a reference in brackets is a word behind: `in [2]`, `в работах [2] и [3]`.
GOVERNING = frozenset(
    "in of by see and or from to with that than cf ref refs e.g also von siehe vgl und aus nach bei dans de et voir par"
    " в и из от по см у с работе работах работы для".split()
)
UNLIKE = re.compile(r"\. ?\.$|[=<>≈≤≥±×]$")  # the dots of a table of contents; n = 3
COUNTED = re.compile(r",? (?:(?:and|or|und|oder|et|ou|и|или) )?\d")  # plates 1, 2 and 5
LOOSE = ("’", "’’", "'’")
FARTHEST_TOKEN = 200


def stands_free(text: str, start: int, end: int, dress: str) -> bool:
    """The number is no part of what stands before it on its line: a reference, an address, a unit, another number."""
    before = text[max(0, start - FARTHEST_TOKEN) : start]
    before = before[before.rfind("\n") + 1 :].rstrip()
    token = before[before.rfind(" ") + 1 :]
    if dress == "brackets":
        words = before.rstrip("[ ").split()
        return not words or words[-1].strip(".,;:(").lower() not in GOVERNING
    if not token or _refers(token, dress) or ADDRESS.search(token):
        return False
    if GROUPS[dress] == "spaced" and (UNLIKE.search(before) or COUNTED.match(text, end) or _in_brackets(text, start)):
        return False
    if dress == "behind digits":  # a section number may open the line
        announced = before[: len(before) - len(token)].split()[-1:]
        if announced and _refers(announced[0], "spaced"):
            return False  # Table 1.1
        return not _decimal(token, text[end : end + 2]) and bool(before.strip("0123456789.,"))
    return dress != "raised" or not measures(text, start)


def _decimal(token: str, after: str) -> bool:
    """What stands behind a short number goes on with it: `67,1 mls.`; behind a year it does not."""
    short = len(re.search(r"\d*\D?$", token)[0]) < 5  # type: ignore[index]
    return short and (token.endswith(",") or not (after[:1] in ("\n", "") or after[1:].isupper()))


def _in_brackets(text: str, at: int) -> bool:
    """One of several in brackets: `[2, 3]`."""
    before = text[max(0, at - 20) : at]
    return before.rfind("[") > before.rfind("]")


def _refers(token: str, dress: str) -> bool:
    """The word before a number is one that announces it: `p.`, `vol.`; or a closing quotation mark stands loose."""
    words = ANNOUNCING if GROUPS[dress] == "spaced" else REFERENCES
    return token.rstrip(".").lstrip("([„“‘'\"").lower() in words or token in LOOSE


def measures(text: str, start: int) -> bool:
    """What is raised here belongs to a unit: `km²`."""
    return UNIT.search(text[max(0, start - 4) : start]) is not None


def is_power(text: str, start: int, end: int) -> bool:
    """What is raised here stands as an exponent does: a callout only where the others or its note say so."""
    before = text[max(0, start - 8) : start]
    short = SHORT.search(before)
    return bool(POWER.search(before) or (short and (short["sign"] or SIGN.match(text, end))))


def leads(text: str, start: int, end: int) -> bool:
    """What is raised here belongs to the letters behind it: `¹⁴C`."""
    before, symbol = text[max(0, start - 2) : start], ISOTOPE.match(text, end)
    opens = before == "" or before[-1:] in " \n(-–"
    return bool(opens and symbol and (before[:1] not in (*'.!?”’»"',) or symbol[0] in ELEMENTS))


def identified(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The same, but that numbers of identifiers tell nothing: `CaCl2`, `BRCA1`, `item1` where there is an `item2`."""
    stems = {
        c.start: stem[0].rstrip(" [")
        for c in found
        if c.dress in ("glued to word", "brackets") and (stem := STEM.search(text, max(0, c.start - 40), c.start))
    }
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for c in found:
        if c.start in stems:
            labels[stems[c.start]].add(c.label)
    return [
        c._replace(dress="identifier", weight=WEIGHTS["identifier"])
        if (own := stems.get(c.start)) and (len(labels[own]) > 1 or not NAME.fullmatch(own))
        else c
        for c in found
    ]
