"""What could be a callout: numbers and signs, and how they are dressed in the text.

A candidate is a label in some dress (glued, raised, in brackets, behind a space) with a weight for how seldom that
dress means anything else. What means something else most times (`12 poods`, `*word*`) is only looked at where a note
with that label was seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import numpy as np

from pipeline.cleaning.candidate import SYMBOLS, Candidate, made
from pipeline.cleaning.characters import DIGIT, HYPHEN, HYPHENS, LETTER, RAISED, RAISED_DIGITS, Scan
from pipeline.cleaning.layout import BoolArray
from pipeline.cleaning.lookalikes import FARTHEST_TOKEN, identified, is_power, leads, measures, stands_free
from pipeline.edits import IntArray

MARKED = re.compile(rf"<sup> *[\[(]?(?P<label>\d{{1,4}}|[{SYMBOLS}]{{1,3}})[\])]? *</sup>\)?")
TO_DIGITS = str.maketrans(RAISED_DIGITS, "0123456789")
BEFORE = [*map(ord, "\n []”’»!?\"')%*.,;:“")]  # what a callout can follow, letters aside
SENTENCE = [*map(ord, '.!?…”’»"“')]  # what a callout behind a blank can follow on its own evidence
ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ers|ten|te|e|ème|º|ª)\b", re.I)
DECIMAL = re.compile(r"\d[.,]\d+%?\)?$")
OPERATOR = re.compile(rf"(?:(?<!\w)\w|[{SYMBOLS}(`=]) $|\($")
BORN = re.compile(r" ?\d")
ENUMERATED = re.compile(r"[.)] [^\W\d_A-ZА-ЯЁ]")
APART = ("own line", "next line")
FIRST_OF = re.compile(r"(\w+)\[0\]")  # no note is the 0th: what is counted from 0 is a row of code
INDEXED = re.compile(r"\)*\[(?!\d+\])|\(|=")  # what code goes on with behind `row[1]`
LAST_WORD = re.compile(r"\w+$")


def candidates(scan: Scan, noted: Collection[str] = ()) -> list[Candidate]:
    """Everything that is dressed like a callout, in reading order. `noted` are the labels that lines open with."""
    text = scan.text
    marked = MARKED.finditer(text) if "<" in text and "<sup" in text else ()
    found = [
        made(*m.span(), m["label"], "power" if is_power(text, *m.span()) else "markup")
        for m in marked
        if not measures(text, m.start()) and not leads(text, *m.span())
    ]
    starts, ends = _numbers(scan, [int(label) for label in noted if label.isdigit()])
    found += [c for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if (c := _candidate(text, a, b))]
    found = identified(text, _not_indexes(text, found))
    found += _signs(text, sorted(label for label in noted if not label.isdigit()))
    return sorted(found, key=lambda c: c.start)


def _not_indexes(text: str, found: list[Candidate]) -> list[Candidate]:
    """Without those in brackets that pick from a row, as code does: `x[1]` beside `x[0]`, `pair[1])[:10]`."""
    rows = frozenset(FIRST_OF.findall(text)) if "[0]" in text else frozenset()
    return [c for c in found if c.dress != "brackets" or not _picks(text, c, rows)]


def _picks(text: str, candidate: Candidate, rows: Collection[str]) -> bool:
    if INDEXED.match(text, candidate.end):
        return True
    word = rows and LAST_WORD.search(text, max(0, candidate.start - FARTHEST_TOKEN), candidate.start)
    return bool(word and word[0] in rows)


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
    word = (flags[starts - 1] & two & (three | np.where(_torn(scan, starts), LETTER, 0)) & LETTER) > 0
    good = word | np.isin(before, BEFORE) | raised
    behind, called = np.isin(codes[np.maximum(starts - 2, -1)], SENTENCE), np.isin(_values(scan, starts, ends), noted)
    good |= (before == ord("(")) & (after == ord(")")) & behind & called
    blank = before == ord(" ")
    good &= ~blank | (after == ord("\n")) | (ends >= len(scan.text) - 1) | ((behind | called) & bool(noted))
    good &= ((flags[ends] & LETTER) == 0) | raised | (before == ord("\n"))
    return starts[good], ends[good]


def _torn(scan: Scan, starts: IntArray) -> BoolArray:
    """The two signs before each open a line, and the line before ends in a hyphen: `agen-⏎da1`."""
    ahead = np.maximum(starts - 4, -1)
    found = (scan.codes[np.maximum(starts - 3, -1)] == ord("\n")) & ((scan.flags[ahead] & HYPHEN) > 0)
    return np.asarray(found, np.bool_)


def _values(scan: Scan, starts: IntArray, ends: IntArray) -> IntArray:
    """The values of numbers in plain digits."""
    values = np.zeros(len(starts), np.int64)
    for n in range(3):
        inside = starts + n < ends
        values = np.where(inside, values * 10 + scan.codes[np.minimum(starts + n, ends - 1)] - ord("0"), values)
    return values


def _candidate(text: str, start: int, end: int) -> Candidate | None:
    dress = _dress(text, start, end)
    if dress is None or (dress not in APART and not stands_free(text, start, end, dress)):
        return None
    return made(*_span(text, start, end, dress), text[start:end].translate(TO_DIGITS), dress)


def _span(text: str, start: int, end: int, dress: str) -> tuple[int, int]:
    """What goes with the number: its brackets, the blank before it."""
    if text[end : end + 1] == "]" and text[start - 1] == "[":
        return start - 1 - (text[start - 2 : start - 1] == " "), end + 1
    end += dress in ("parenthesis", "parentheses", "own line") and text[end : end + 1] == ")"
    return start - (text[start - 1] == " " or dress == "parentheses"), end


def _dress(text: str, start: int, end: int) -> str | None:
    """How a number stands in the text, None where no callout stands so."""
    one, after = text[start - 1], text[end : end + 2]
    if one == "\n":
        return _opening(text, start, end)
    if text[start] not in "0123456789":
        if after[:1] in tuple("⁺⁻⁼"):
            return None  # Ca²⁺
        if is_power(text, start, end):
            return "power"
        return "raised" if one.isalpha() or one in ".,;:!?\"'”’»)]%" else None
    two, three = text[start - 2] if start > 1 else "", text[start - 3] if start > 2 else ""
    if one == "[" and after[:1] == "]":
        if two == ">":
            return None  # `<sup>[1]</sup>` is marked
        if two == "\n":
            return "own line" if text[end + 1 : end + 2] == "\n" and three not in ("", "\n") else None
        return "brackets" if not (two if two != " " else three).isspace() and two else None
    if one == "(":
        return "parentheses" if after in (") ", ")\n", ")") else None
    if after[:1] not in (" ", "\n") and _goes_on(after):
        return None
    closed = after[:1] == ")" and _unopened(text, start)
    if one == " ":
        dress = _spaced(text, end, two)
        return "spaced" if closed and dress == "amid words" else dress
    torn = three == "\n" and text.endswith(tuple(HYPHENS), 0, start - 3)  # the word begins on the line before
    dress = _glued(one, two, two if torn else three)
    return "parenthesis" if closed and dress else dress


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
    if ENUMERATED.match(text, end) or (before in ":;" and after[:1] in ".)"):
        return None  # two causes: 1. the climate; 2. the soil
    if (not after.strip("\n") and len(after) != 1) or end + 1 >= len(text):
        return "line end" if before.isalpha() or (before and before in '.!?”’»"') else None
    if after[:1] == "\n":
        return "spaced" if before and before in '.!?”’»"' else "amid words"
    return "spaced" if before and ord(before) in SENTENCE and after[1:].isupper() else "amid words"


def _glued(one: str, two: str, three: str) -> str | None:
    if one == "*" and two.isdigit():
        return None  # 2*3
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
        if DECIMAL.search(text, max(0, start - FARTHEST_TOKEN), start):
            continue  # 0.035** in a table: how significant it is
        if OPERATOR.search(text, max(0, start - 3), start) or BORN.match(text, end):
            continue  # a * b, (* 1899)
        # 2 * 4
        between = one == " " and text[start - 2 : start - 1].isdigit() and text[end : end + 2].strip().isdigit()
        dress = ("own line" if alone else None) if one in ("\n", "") else "spaced" if one == " " else "sign"
        if dress and not between and not _emphatic(text, start, match["label"]):
            yield made(start - (dress == "spaced"), end + closed, match["label"], dress)


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
