"""What could be a callout: numbers and signs, and how they are dressed in the text.

A candidate is a label in some dress (glued, raised, in brackets, behind a space) with a weight for how seldom that
dress means anything else. What means something else most times (`12 poods`, `*word*`) is only looked at where a note
with that label was seen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.cleaning.characters import DIGIT, LETTER, RAISED, RAISED_DIGITS, Scan
from pipeline.edits import IntArray

SYMBOLS = "*†‡§‖¶"
MARKED = re.compile(rf"<sup> *[\[(]?(?P<label>\d{{1,4}}|[{SYMBOLS}]{{1,3}})[\])]? *</sup>\)?")
# How seldom each dress means anything but a callout.
WEIGHTS = {
    "markup": 8.0,
    "raised": 5.0,
    "brackets": 3.0,
    "glued": 3.0,
    "glued to word": 2.5,
    "parenthesis": 2.5,
    "sign": 2.0,
    "own line": 1.5,
    "next line": 1.0,
    "line end": 0.8,
    "behind digits": 0.6,
    "spaced": 0.3,
    "power": 0.3,
    "identifier": 0.3,
    "amid words": -1.5,
}
# Dresses that one typesetter and one reader of his pages make of the same callouts.
GROUPS = {
    "markup": "markup", "raised": "raised", "brackets": "brackets", "parenthesis": "parenthesis", "sign": "glued",
    "glued": "glued", "glued to word": "glued", "own line": "glued", "next line": "glued", "behind digits": "glued",
    "line end": "spaced", "spaced": "spaced", "amid words": "spaced", "power": "power",
    "identifier": "glued",
}  # fmt: skip
TELLING = 2.0  # a dress of this weight seldom means anything else
TO_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
BEFORE = [*map(ord, "\n []”’»!?\"')%*.,;:“")]  # what a callout can follow, letters aside
SENTENCE = [*map(ord, '.!?…”’»"“')]  # what a callout behind a blank can follow on its own evidence
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
STEM = re.compile(r"[^\W\d_]+ ?\[?$")
NAME = re.compile(r"(?:Ma?c|O[’']|D[aei]|L[ae]|Van|Von)?[^\W\d_][^\WA-ZА-ЯЁ\d_]*")  # McDonald3; not CaCl2, BRCA1, JOHN1
SHORT = re.compile(r"(?P<sign>[=+×·±]\s?)?(?<!\w)[^\W\d_]{1,3}$")  # with a sign on either side: E = mc², sin² + cos²
SIGN = re.compile(r"\s?[=+×·±]")
ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ers|ten|te|e|ème|º|ª)\b", re.I)
APART = ("own line", "next line")
LOOSE = ("’", "’’", "'’")
FARTHEST_TOKEN = 200


class Candidate(NamedTuple):
    """A label that could be a callout: `text[start:end]` goes when it is one.

    `rank` is its place in its sequence, `alphabet`; `weight` says how seldom its dress means anything else.
    """

    start: int
    end: int
    label: str
    dress: str
    rank: int
    alphabet: str
    weight: float


def rank(label: str) -> int:
    """The place of a label among those that notes are called with: numbers count, signs have their order."""
    if label.isdigit():
        return int(label)
    return SYMBOLS.index(label[0]) + 1 + len(SYMBOLS) * (len(label) - 1)


def alphabet(label: str) -> str:
    """The sequence that a label belongs to."""
    return "numbers" if label.isdigit() else "signs"


def candidates(scan: Scan, noted: Collection[str] = ()) -> list[Candidate]:
    """Everything that is dressed like a callout, in reading order. `noted` are the labels that lines open with."""
    text = scan.text
    marked = MARKED.finditer(text) if "<" in text and "<sup" in text else ()
    found = [
        _made(*m.span(), m["label"], "power" if _is_power(text, *m.span()) else "markup")
        for m in marked
        if not UNIT.search(text[max(0, m.start() - 4) : m.start()]) and not _leads(text, *m.span())
    ]
    starts, ends = _numbers(scan, [int(label) for label in noted if label.isdigit()])
    found += [c for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if (c := _candidate(text, a, b))]
    found = _identified(text, found)
    found += _signs(text, sorted(label for label in noted if not label.isdigit()))
    return sorted(found, key=lambda c: c.start)


def _made(start: int, end: int, label: str, dress: str) -> Candidate:
    return Candidate(start, end, label, dress, rank(label), alphabet(label), WEIGHTS[dress])


def _numbers(scan: Scan, noted: list[int]) -> tuple[IntArray, IntArray]:
    """The numbers of up to three digits whose neighbours do not say at once that they call no note."""
    if not scan.present & (DIGIT | RAISED):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    flags, codes = scan.flags, scan.codes
    digits = scan.where(DIGIT | RAISED)
    gaps = np.flatnonzero(np.diff(digits) > 1)
    starts = digits[np.concatenate([[0], gaps + 1])]
    ends = digits[np.append(gaps, len(digits) - 1)] + 1
    good = (ends - starts <= 3) & (codes[starts] != ord("0")) & (starts > 0)
    starts, ends = starts[good], ends[good]
    before, after = codes[starts - 1], codes[ends]
    raised = (flags[starts] & RAISED) > 0
    two, three = (flags[np.maximum(starts - n, -1)] for n in (2, 3))
    word = (flags[starts - 1] & two & three & LETTER) > 0
    good = word | np.isin(before, BEFORE) | raised
    blank = before == ord(" ")
    closed = np.isin(codes[np.maximum(starts - 2, -1)], SENTENCE) | np.isin(_values(scan, starts, ends), noted)
    good &= ~blank | (after == ord("\n")) | (ends >= len(scan.text) - 1) | (closed & bool(noted))
    good &= ((flags[ends] & LETTER) == 0) | raised | (before == ord("\n"))
    return starts[good], ends[good]


def _values(scan: Scan, starts: IntArray, ends: IntArray) -> IntArray:
    """The values of numbers in plain digits."""
    values = np.zeros(len(starts), np.int64)
    for n in range(3):
        inside = starts + n < ends
        values = np.where(inside, values * 10 + scan.codes[np.minimum(starts + n, ends - 1)] - ord("0"), values)
    return values


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    dress = _dress(text, start, end)
    if dress is None or (dress not in APART and not _stands_free(text, start, end, dress)):
        return None
    return _made(*_span(text, start, end, dress), text[start:end].translate(TO_DIGITS), dress)


def _stands_free(text: str, start: int, end: int, dress: str) -> bool:
    """The number is no part of what stands before it on its line: a reference, an address, a unit, another number."""
    before = text[max(0, start - FARTHEST_TOKEN) : start]
    before = before[before.rfind("\n") + 1 :].rstrip()
    token = before[before.rfind(" ") + 1 :]
    if not token or (dress != "brackets" and (_refers(token, dress) or ADDRESS.search(token))):
        return False
    if dress == "behind digits":  # a section number may open the line
        return not _decimal(token, text[end : end + 2]) and bool(before.strip("0123456789.,"))
    return dress != "raised" or not UNIT.search(before[-4:])


def _decimal(token: str, after: str) -> bool:
    """What stands behind a short number goes on with it: `67,1 mls.`; behind a year it does not."""
    short = len(re.search(r"\d*\D?$", token)[0]) < 5  # type: ignore[index]
    return short and (token.endswith(",") or not (after[:1] in ("\n", "") or after[1:].isupper()))


def _refers(token: str, dress: str) -> bool:
    """The word before a number is one that announces it: `p.`, `vol.`; or a closing quotation mark stands loose."""
    words = ANNOUNCING if GROUPS[dress] == "spaced" else REFERENCES
    return token.rstrip(".").lstrip("([„“‘'\"").lower() in words or token in LOOSE


def _span(text: str, start: int, end: int, dress: str) -> tuple[int, int]:
    """What goes with the number: its brackets, the blank before it."""
    if text[end : end + 1] == "]" and text[start - 1] == "[":
        return start - 1 - (text[start - 2 : start - 1] == " "), end + 1
    end += dress in ("parenthesis", "own line") and text[end : end + 1] == ")"
    return start - (text[start - 1] == " "), end


def _dress(text: str, start: int, end: int) -> str | None:
    """How a number stands in the text, None where no callout stands so."""
    one, after = text[start - 1], text[end : end + 2]
    if one == "\n":
        return _opening(text, start, end)
    if text[start] not in "0123456789":
        if after[:1] in tuple("⁺⁻⁼"):
            return None  # Ca²⁺
        if _is_power(text, start, end):
            return "power"
        return "raised" if one.isalpha() or one in ".,;:!?\"'”’»)]%" else None
    two, three = text[start - 2] if start > 1 else "", text[start - 3] if start > 2 else ""
    if one == "[" and after[:1] == "]":
        if two == ">":
            return None  # `<sup>[1]</sup>` is marked
        if two == "\n":
            return "own line" if text[end + 1 : end + 2] == "\n" and three not in ("", "\n") else None
        return "brackets" if not (two if two != " " else three).isspace() and two else None
    if after[:1] not in (" ", "\n") and _goes_on(after):
        return None
    closed = after[:1] == ")" and _unopened(text, start)
    if one == " ":
        dress = _spaced(text, end, two)
        return "spaced" if closed and dress == "amid words" else dress
    dress = _glued(one, two, three)
    return "parenthesis" if closed and dress else dress


def _is_power(text: str, start: int, end: int) -> bool:
    """What is raised here stands as an exponent does: a callout only where the others or its note say so."""
    before = text[max(0, start - 8) : start]
    short = SHORT.search(before)
    return bool(POWER.search(before) or (short and (short["sign"] or SIGN.match(text, end))))


def _leads(text: str, start: int, end: int) -> bool:
    """What is raised here belongs to the letters behind it: `¹⁴C`."""
    before = text[max(0, start - 2) : start]
    opens = before == "" or (before[-1:] in " \n(-–" and before[:1] not in '.!?”’»"')
    return opens and bool(ISOTOPE.match(text, end))


def _identified(text: str, found: Sequence[Candidate]) -> list[Candidate]:
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


def _unopened(text: str, at: int) -> bool:
    """A closing parenthesis here would close none."""
    before = text[max(0, at - FARTHEST_TOKEN) : at]
    return before.rfind("(") <= before.rfind(")")


def _opening(text: str, start: int, end: int) -> str | None:
    """How a number opens a line: alone, or glued to the word that goes on."""
    before, after = text[start - 2 : start - 1], text[end : end + 2]
    if before in ("", "\n", "\f"):
        return None
    if after[:1] == "\n" or after == ")\n":
        return "own line"
    plain = text[start] in "0123456789"
    return "next line" if plain and after[:1].isalpha() and not ORDINAL.match(text, end) else None


def _goes_on(after: str) -> bool:
    """The number is only the beginning of one, of a quantity or of a word."""
    return after[:1].isalnum() or after[:1] in ("_", "%", "°") or (after[:1] in tuple("-–/.,:") and after[1:].isdigit())


def _spaced(text: str, end: int, before: str) -> str | None:
    """A number behind a blank: at a line's end, behind a sentence, or amid words."""
    after = text[end : end + 2]
    if (not after.strip("\n") and len(after) != 1) or end + 1 >= len(text):
        return "line end" if before.isalpha() or (before and before in '.!?”’»"') else None
    if after[:1] == "\n":
        return "spaced" if before and before in '.!?”’»"' else "amid words"
    return "spaced" if before and ord(before) in SENTENCE and after[1:].isupper() else "amid words"


def _glued(one: str, two: str, three: str) -> str | None:
    if one in "”’»" or (one in "!?\"')]%*“" and two and not two.isspace()):
        return "glued"
    if one in ".,;:":
        if two.isdigit():
            return "behind digits"
        return "glued" if (two and not two.isspace()) or (one == "." == three) else None
    return "glued to word" if (one + two + three).isalpha() and three else None


def _signs(text: str, noted: list[str]) -> Iterator[Candidate]:
    """Signs that a noted label shows to be more than ornament: behind a word, on a line of their own."""
    if not noted:
        return
    signs = "|".join(map(re.escape, sorted(noted, key=len, reverse=True)))
    for match in re.finditer(rf"(?<![{SYMBOLS}<>\\])(?P<label>{signs})(?![{SYMBOLS}<\w])", text):
        start, end = match.span()
        one = text[start - 1 : start]
        closed = text[end : end + 1] == ")" and _unopened(text, start)
        alone = text[end + closed : end + closed + 1] in ("\n", "")
        between = one == " " and text[start - 2 : start - 1].isdigit() and text[end : end + 2].strip().isdigit()
        dress = ("own line" if alone else None) if one in ("\n", "") else "spaced" if one == " " else "sign"
        dress = None if between else dress  # 2 * 4
        if dress and not _emphatic(text, start, match["label"]):
            yield _made(start - (dress == "spaced"), end + closed, match["label"], dress)


def _emphatic(text: str, at: int, sign: str) -> bool:
    """An asterisk that closes what one before a word opened: `*word*`."""
    before = text[max(0, at - FARTHEST_TOKEN) : at]
    opened = before.rfind("*")
    return (
        sign[0] == "*"
        and opened >= 0
        and before[opened + 1 : opened + 2].isalnum()
        and not before[opened - 1 : opened].isalnum()
        and "\n\n" not in before[opened:]
    )
