"""Organisations by the head of their name, as letters, and as the clipped words that Russian makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.entities.found import Guess
from pipeline.entities.tables import choice
from pipeline.entities.tokens import Page

MODIFIER = "[DdWOSLACNGKMRH]"
HEAD = "[Hh]"
BEFORE = rf"(?:(?:I[._]){{0,2}}(?:{MODIFIER}_|Os|[WODd]&(?=[WODd][_s])){{1,8}})"
WORD = "[DdWOSLACNKHhA]"
TAIL = rf"(?:[of]{WORD}(?:_{WORD}|[su]{WORD}|,(?=[WODd][&,]){WORD}|&(?=[WODd]){WORD}){{0,6}})"
NAMED = re.compile(rf"{BEFORE}{HEAD}{TAIL}{{0,3}}|{HEAD}{TAIL}{{1,3}}")
# Weak heads for which a people or a number before them is enough.
SUFFICIENT = frozenset("Party Army Front Police Press Union Unions Court Fund School Council Department".split())
LETTERS = re.compile(r"A(?:_[AL]){0,3}(?:o[AL])?|C(?:_L)?")
LETTERED = "capital letters"
COMMITTEE = re.compile(rf"(?: (?:{choice('cues', 'of_committees')})){{1,4}} (?:{choice('cues', 'committees')})\b")
COMMISSION = re.compile(rf" (?:{choice('cues', 'commissions')})\b")
TOWN_SOVIET = re.compile(r" Soviet(?=[,.;)]| (?:of|and|was|had|in|to|from)\b)")
COMPANY = re.compile(rf"\b(?:{choice('cues', 'companies')}) \Z")
FARM = re.compile(rf"\b(?:{choice('cues', 'farms')}) [“\"«‘']\Z")
GLOSSED = re.compile(r"[”\"»’'] \([“\"‘']([^“”\"’\n]{2,40})[”\"’']\)")
LONGEST = 40  # code points of a quoted name
FACTION = re.compile(r"(?:/b(?:/[A-Z])?|\([bB]\)[A-Z]?|\[[bB]\]|/B)(?!\w)")


def named(page: Page, shape: str) -> Iterator[Guess]:
    """Names with a head: Cornell University Press, Institute of History, Commissariat of Trade."""
    for match in NAMED.finditer(shape):
        yield from _with_head(page, match.start() // 2, (match.end() - 1) // 2)


def _with_head(page: Page, first: int, last: int) -> Iterator[Guess]:
    first = _behind_beginning(page, first, last)
    heads = [n for n in range(first, last + 1) if page.classes[n] in "Hh"]
    if not heads or (page.gaps[last] == "_" and page.classes[last + 1] in "ODd"):
        return  # half of a longer name: Regional Party Leadership
    if heads[0] < last and page.gaps[heads[0]] in "of" and set(page.classes[first : heads[0]]) & set("GP"):
        first = heads[0]  # an author and where he is: Sarah Cameron University of Maryland
    if first < last and not _vague(page, first, heads[0], last):
        yield Guess(page.tokens[first].start, _with_faction(page, last), "organisation", 0.9, "a head and its words")


def _behind_beginning(page: Page, first: int, last: int) -> int:
    """Without the ordinary words that begin a sentence."""
    while first < last and page.classes[first] == "O" and page.begins(first) and page.gaps[first] == "_":
        first += 1
    return first


def _vague(page: Page, first: int, head: int, last: int) -> bool:
    """Whether only a people or a number goes before a head that needs more: Soviet Government."""
    adjectives = all(page.classes[n] in "DdM" for n in range(first, head))
    return page.classes[head] == "h" and adjectives and last == head and page.tokens[head].text not in SUFFICIENT


def _with_faction(page: Page, last: int) -> int:
    """The end of a name, with the letter of its faction: VKP(b), VKS/b."""
    faction = FACTION.match(page.text, page.tokens[last].end) if page.classes[last] == "A" else None
    return faction.end() if faction else page.tokens[last].end


def lettered(page: Page, shape: str) -> Iterator[Guess]:
    """Capital letters and clipped words: RGASPI, VKP(b), Narkomzem."""
    for match in LETTERS.finditer(shape):
        first, last = match.start() // 2, (match.end() - 1) // 2
        if last > first and page.classes[last] == "L" and not page.tokens[last].text.isupper():
            last -= 1
        if not _shouted(page, first, last):
            yield Guess(page.tokens[first].start, _with_faction(page, last), "organisation", 0.8, LETTERED)


def called(page: Page) -> Iterator[Guess]:
    """Names that small letters make one: the Omsk party committee, the company Lena Goldfields."""
    for n, letter in enumerate(page.classes):
        token = page.tokens[n]
        if letter == "L" and (match := TOWN_SOVIET.match(page.text, token.end)):
            yield Guess(token.start, match.end(), "organisation", 0.85, "the soviet of a town")
        if letter in "DSWG" and (match := (COMMITTEE if letter == "D" else COMMISSION).match(page.text, token.end)):
            yield Guess(token.start, match.end(), "organisation", 0.75, "a name before a word for institutions")
        elif letter in "WSOG" and COMPANY.search(page.text, max(0, token.start - 20), token.start):
            yield Guess(token.start, token.end, "organisation", 0.7, "a name behind a word for institutions")
    for start, end in page.quotations:
        if end - start <= LONGEST and FARM.search(page.text, max(0, start - 20), start):
            yield Guess(start, end, "organisation", 0.8, "a quoted name behind a word for institutions")
            if gloss := GLOSSED.match(page.text, end):
                yield Guess(*gloss.span(1), "organisation", 0.8, "the name in other words")


def joined(text: str, guesses: Iterable[Guess]) -> Iterator[Guess]:
    """Letters and the name behind them as one: `OGPU Collegium`."""
    found = [guess for guess in guesses if guess.kind == "organisation"]
    starts = {guess.start: guess for guess in found if guess.why != LETTERED}
    for guess in found:
        other = starts.get(guess.end + 1)
        if guess.why == LETTERED and other and text[guess.end] == " ":
            yield other._replace(start=guess.start, entry=None)


def _shouted(page: Page, first: int, last: int) -> bool:
    """Whether the words beside are capitals, too, as in a heading."""
    beside = [n for n in (first - 1, last + 1) if 0 <= n < len(page.tokens)]
    near = [n for n in beside if abs(page.tokens[n].start - page.tokens[first].start) < LONGEST]
    return any(page.classes[n] in "FX" and page.tokens[n].text.isupper() and len(page.tokens[n].text) > 2 for n in near)
