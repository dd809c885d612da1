"""Persons by what stands beside a surname: initials, given names, patronymics, titles, years of a citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set

from pipeline.entities import pairs
from pipeline.entities.classes import UNLISTED, ends_as_surname, foreign, rarity, surname_like, unmistakable
from pipeline.entities.found import FIRM, WEAK, Guess
from pipeline.entities.names import SUFFIX, SUFFIX_END
from pipeline.entities.tables import choice, words
from pipeline.entities.tokens import Page

INITIALED = "initials and surname"
BESIDE = "a name beside a surname"
FATHERED = "name and patronymic"
INVERTED = "surname and given name"
PAIR = "two words that no list has"
SHORTENED = "two words, the second of which stands alone elsewhere"
BOTH_ENDED = "a given name that ends as surnames do, and a surname"
PARTICLED = "a word, a particle and a surname"
IN_FULL = "given name and surname"
ENDED = "a name and a surname by its ending"
# Over the shape of a page, two letters a token: its class, its gap. No gap looks like a class, so that a match begins
# with a class. Repetitions are bounded: time is linear. The order is that of trust.
FULL = (
    (r"(?:I[._p]){1,4}(?:[SWGO]p)?(?:[SW]_(?=[S].)|[WGO]_(?=[SW].))?[SWGOLPDdMKh]", INITIALED, 0.97),
    (r"G[_](?:[GP]_|I[._]|[WO]_(?=[SWG].)){0,3}(?:[GSWO]p)?[SWGOLPKd]", IN_FULL, 0.95),
    (r"[WSO]_P(?:_[SWOLK])?", FATHERED, 0.95),
    (r"[SWOLK]_(?:I[._](?=I)){0,3}I(?![._][SWOGLK])", "surname and initials", 0.95),
    (r"[SWK]_G_P", "surname, given name, patronymic", 0.95),
    (r"[SWK],(?:I[._](?=I)){0,3}I(?![._][SWOGLK])", "surname, initials", 0.93),
    (r"(?<![GIPSWO][_.p])[SW],G(?:_[GPI]){1,2}(?![_.][SWO])", "surname, given name and more", 0.93),
    (r"[WS]_I[._][SWOGLKd]", "name, initial and surname", 0.93),
    (r"Gp[SWGOLd]", "given name, particle and surname", 0.93),
    (r"[SW]_G(?=,)", INVERTED, 0.9),
    (r"G_(?:G_)?R", "given name and number", 0.9),
    (r"Gt[ODW]", "given name and epithet", 0.9),
    (r"[WGO]_S", ENDED, 0.85),
    (r"[WO]p[SW]|WpO", PARTICLED, 0.7),
    (r"S&[SW](?![_s])", BESIDE, 0.7),
    (r"S_[SW]", BOTH_ENDED, 0.8),
    (r"(?:W_)?W_W(?!_)", PAIR, 0.6),
    (r"(?<![ACGHIKLMNOPRSWXd]_)W_[WO](?!_)", SHORTENED, 0.6),
)
COMPILED = tuple((re.compile(pattern), why, confidence) for pattern, why, confidence in FULL)
RANKED = frozenset("Abbot Bishop Chancellor Dean Duke Judge King Knight Marshal Pope Prince Prior".split())  # surnames
AMBIGUOUS_TITLES = frozenset(["general", "major"])  # before a word they are adjectives, too
PARTICLE = re.compile(r"(?<= )(?:von|van|van der|de la) \Z")
# What the same words need not show where they stand again.
BY_CONTEXT = frozenset([ENDED, PAIR, SHORTENED, BOTH_ENDED])
HOLDS: Mapping[str, Callable[[Page, int, int], bool]] = {
    BOTH_ENDED: pairs.given_by_ending,
    ENDED: pairs.of_no_place,
    FATHERED: pairs.no_other_word,
    IN_FULL: pairs.no_saint,
    INVERTED: pairs.of_the_field,
    PAIR: pairs.strange,
    PARTICLED: pairs.no_noun,
    SHORTENED: pairs.shortened,
}
BY_ENDING = "a surname by its ending"
BEHIND_ANOTHER = "a name and a surname that stands in full elsewhere"
ELSEWHERE = "a surname that stands in full elsewhere"
OWNS = re.compile(rf" (?:{choice('cues', 'owns')})\b")
RULER = re.compile(rf" (?:{choice('cues', 'rules')})\b")
YEAR = re.compile(r"(?:,? (?:et al\.?,? )?\(?| \()(?:1[89]|20)\d\d[a-z]?(?=[,;:)])")
PAGE = re.compile(r",? (?:pp?\. ?)?\d{1,3}(?:[–-]\d{1,4})?(?:, \d{1,3}(?:[–-]\d{1,4})?)*\)")
ACTS = re.compile(rf" (?:{choice('cues', 'acts')})\b")
SENTENCE_VERB = re.compile(
    rf",?(?: \(\d{{4}}\))? (?:(?:{choice('cues', 'before_says')}) )?(?:{choice('cues', 'says')})\b"
)
TITLE_BEFORE = re.compile(
    rf"\b(?:{choice('names', 'titles')}|(?:{choice('cues', 'done_by')}) by|eds?|trans|according to)\.? \Z",
    re.IGNORECASE,
)
LAST_WORD = re.compile(r"([^\W\d_]+)\.? \Z")
TITLE_ENDS = words("names", "titles") | {"by", "ed", "eds", "trans", "to"}  # last words of TITLE_BEFORE
REACH = 24
RARE = 700  # centibels: at a sentence's beginning only rarer words may be given names


def full(page: Page, shape: str) -> Iterator[Guess]:
    """Names in full: a surname with something beside it."""
    for pattern, why, confidence in COMPILED:
        for match in pattern.finditer(shape):
            yield from _named(page, match.start() // 2, (match.end() - 1) // 2, why, confidence)


def _named(page: Page, first: int, last: int, why: str, confidence: float) -> Iterator[Guess]:
    """The name that a pattern found; a word that only begins a sentence is none of it."""
    rank = WEAK if why in (PAIR, SHORTENED) or (why == BOTH_ENDED and page.classes[last] == "W") else FIRM
    if why == PAIR and last - first > 1 and not pairs.is_forename(page, first):
        first += 1
    if why in HOLDS and not HOLDS[why](page, first, last):
        return
    if why == INITIALED and _is_inverted(page, first - 1):
        first, last, why, confidence = first - 1, last - 1, "surname and initials", 0.9
    elif why == BESIDE:
        first = last
    elif why == ENDED and page.begins(first) and (page.classes[first] == "O" or _common(page, first, last)):
        first, why, confidence = last, BY_ENDING, 0.8
    elif why == IN_FULL and _goes_on(page, last + 1):
        last += 1
    yield Guess(page.tokens[first].start, _with_suffix(page, last), "person", confidence, why, rank)


def _goes_on(page: Page, n: int) -> bool:
    """Whether an ordinary word is the surname behind what looks like a name: Thomas Hunt Morgan."""
    if n >= len(page.tokens) or page.gaps[n - 1] != "_" or page.classes[n] not in "WOTD":
        return False
    if page.classes[n] in "TD":
        return page.tokens[n].text in RANKED and page.gaps[n] != "_"
    return page.stands_alone(n) or bool(SUFFIX.match(page.text, page.tokens[n].end))


def _with_suffix(page: Page, last: int) -> int:
    """Where a name ends, with what tells a father from his son."""
    end = page.tokens[last].end
    suffix = SUFFIX.match(page.text, end)
    return suffix.end() if suffix else end


def _is_inverted(page: Page, n: int) -> bool:
    """Whether a surname begins a line or sentence, and the initials behind it are its own: `Petrenko I. E. Bread`."""
    placed = n >= 0 and page.classes[n] in "SWO" and page.gaps[n] == "_" and page.begins(n)
    return placed and ends_as_surname(page.tokens[n].text)


def _common(page: Page, n: int, last: int) -> bool:
    """Whether a word before a surname is none of the name: a word, of any language where the authority has the name."""
    known = page.tokens[last].start in page.surnames
    return page.classes[n] == "W" and (known or rarity(page.tokens[n].text) < RARE)


def alone(page: Page, n: int, learned: Mapping[str, str], ended: Set[str]) -> Guess | None:
    """A surname by itself: learned from a full name elsewhere, or told by what stands beside it or by its ending.

    `learned` are the surnames of full names in every case, with the nominative; `ended` words that look like surnames.
    """
    (start, end, word), letter = page.tokens[n], page.classes[n]
    if surname := learned.get(word):
        if (first := _forename(page, n)) < n:
            return Guess(page.tokens[first].start, end, "person", 0.7, BEHIND_ANOTHER)
        von = PARTICLE.search(page.text, max(0, start - REACH), start)
        nominative = None if surname == word else surname
        why = f"a case of {surname}, which stands in full elsewhere" if nominative else ELSEWHERE
        return Guess(von.start() if von else start, end, "person", 0.85, why, nominative=nominative)
    if word in page.adjectives:
        return None
    if word[-1:] == "s" and word[:-1] in ended:  # of German
        return Guess(start, end, "person", 0.75, f"{BY_ENDING}, in the genitive", nominative=word[:-1])
    if word in ended:
        return Guess(start, end, "person", 0.8, f"{BY_ENDING}, inside a sentence here or elsewhere")
    if letter in "SWGOd" and _is_titled(page, n):
        last = n + 1 if page.gaps[n] == "_" and page.classes[n + 1] in "SWO" else n
        return Guess(start, page.tokens[last].end, "person", 0.85, "a name behind a title")
    if letter in "SWOd" and _cited(page, n):
        first = page.tokens[n - 1].start if _is_forename(page, n - 1) else start
        return Guess(first, end, "person", 0.8, "an author with a year, a page or a verb of saying")
    if letter in "SWG" and (ruler := RULER.match(page.text, end)):
        return Guess(start, ruler.end(), "person", 0.9, "a name and a title behind it")
    return _weak(page, n)


def _is_forename(page: Page, n: int) -> bool:
    """Whether a word may belong to the surname behind it: `Zhou Enlai concluded`."""
    return n >= 0 and page.gaps[n] == "_" and page.classes[n] in "WGS" and not page.begins(n)


def _forename(page: Page, n: int) -> int:
    """Where the given names of another bearer begin, words that are unknown right before a surname; else `n`."""
    first = n
    while first > max(0, n - 2) and page.gaps[first - 1] == "_" and pairs.is_forename(page, first - 1):
        first -= 1
    return first


def _is_titled(page: Page, n: int) -> bool:
    """Whether a title or the like stands before; most words before a name end none, which is soon seen.

    What may be an adjective of the word behind it (`General Assembly`) says nothing of one that stands nowhere alone.
    """
    text, start = page.text, page.tokens[n].start
    last, begin = LAST_WORD.search(text, max(0, start - REACH), start), max(0, start - REACH)
    if not (last and last[1].lower() in TITLE_ENDS and TITLE_BEFORE.search(text, begin, start)):
        return False
    plain = page.classes[n] in "WOd" and rarity(page.tokens[n].text) < UNLISTED
    return not (plain and last[1].lower() in AMBIGUOUS_TITLES) or page.stands_alone(n)


def _weak(page: Page, n: int) -> Guess | None:
    """A name by its look: `the Shcherbina expedition`, `says Merzliakov`."""
    (start, end, word), letter = page.tokens[n], page.classes[n]
    if letter == "S" and (not page.begins(n) or unmistakable(word)):
        return Guess(start, end, "person", 0.7, BY_ENDING, WEAK)
    if letter == "W" and not page.begins(n) and rarity(word) >= UNLISTED and OWNS.match(page.text, end):
        return Guess(start, end, "person", 0.6, "an unknown name before what persons have", WEAK)
    genitive = letter == "W" and word[-1] == "s" and page.gaps[n] == "_" and surname_like(word[:-1])
    if genitive and _is_german(page, n + 1):
        return Guess(start, end, "person", 0.6, f"{BY_ENDING}, in the genitive", WEAK, nominative=word[:-1])
    return None


def _is_german(page: Page, n: int) -> bool:
    """Whether it is a noun of German, which has a capital."""
    return page.classes[n] in "WO" and rarity(page.tokens[n].text) >= UNLISTED and foreign(page.tokens[n].text)


def by_ending(page: Page) -> set[str]:
    """Words inside sentences that look like surnames."""
    return {
        token.text
        for n, (token, letter) in enumerate(zip(page.tokens, page.classes, strict=True))
        if letter == "S" and page.gaps[n] not in "_s" and (n == 0 or page.gaps[n - 1] != "_") and not page.begins(n)
    }


def _cited(page: Page, n: int) -> bool:
    """An author with a year, or one who says something; an ordinary word only where an author stands."""
    start, end = page.tokens[n].start, page.tokens[n].end
    bracketed = page.text.endswith(("(", "; "), 0, start)
    if bracketed and PAGE.match(page.text, end):
        return True
    if page.classes[n] in "Od":
        placed = bracketed or page.begins(n) or page.text.endswith(" and ", 0, start)
        return placed and page.gaps[n - 1] != "_" and bool(YEAR.match(page.text, end))
    acts = rarity(page.tokens[n].text) >= UNLISTED and ACTS.match(page.text, end)
    return bool(acts or YEAR.match(page.text, end) or SENTENCE_VERB.match(page.text, end))


def surname_of(page: Page, start: int, end: int) -> str | None:
    """The surname in a full name, None where it is not clear: the word that no initial or given name is."""
    suffix = SUFFIX_END.search(page.text, start, end)
    end = suffix.start() if suffix else end
    inside = [n for n in page.within(start, end) if page.tokens[n].end <= end]
    if not inside:
        return None
    if len(inside) == 2 and page.classes[inside[-1]] == "P":
        return page.tokens[inside[-1]].text
    named = [n for n in inside if page.classes[n] not in "IGP"]
    if page.classes[inside[0]] in "SWOLK" and (page.classes[inside[-1]] in "IP" or page.gaps[inside[0]] == ","):
        return page.tokens[inside[0]].text
    return page.tokens[named[-1] if named else inside[-1]].text
