"""Whether words in a row are a name: what they themselves and other places of the document say against it."""

from __future__ import annotations

import re

from pipeline.entities.cases import CYRILLIC
from pipeline.entities.classes import STRANGE, UNLISTED, foreign, rarity, romance
from pipeline.entities.names import listed_given_names
from pipeline.entities.spellings import fold
from pipeline.entities.tables import words
from pipeline.entities.tokens import Page

# What words for peoples, their languages and their teachings end in; few surnames do that stand alone elsewhere.
PEOPLES = re.compile(r"(?:[iea]an|ish|ese|ic)s?\Z")
# What Slavic adjectives end in, with which names of places and papers begin: Stary Oskol, Krasnaia Zvezda.
ADJECTIVE = re.compile(r"(?:aia|oia|[ao]?ya|aja|oe|[iy]e|y|[iy]i|ij|orno)\Z")
GIVEN = re.compile(r"(?:ina?|[iyj]an|ина?|[ая]н)\Z")  # ends of given names that are ends of surnames, too
ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t) \Z")
REACH = 5
PARTICLES = (" de ", " da ", " do ", " dos ", " di ", " van ", " von ")


def strange(page: Page, first: int, last: int) -> bool:
    """Whether no language has either of the last two words."""
    return not any(rarity(word) < UNLISTED or foreign(word) for word in page.words(max(first, last - 1), last))


def is_forename(page: Page, n: int) -> bool:
    """Whether an unknown word before a surname is a given name; one that begins a sentence must be strange."""
    word = page.tokens[n].text
    return page.classes[n] == "W" and not foreign(word) and (not page.begins(n) or rarity(word) >= STRANGE)


def shortened(page: Page, first: int, last: int) -> bool:
    """Whether the second word stands by itself elsewhere, as persons do and no part of a place, and the first never.

    Not behind an article: `the Khmer Rouge`, shortened to `the Rouge`, is no person; nor behind `in`.
    """
    surname, start = page.tokens[last].text, page.tokens[first].start
    if not page.stands_alone(last) or surname in page.placed or page.is_apart(first) or PEOPLES.search(surname):
        return False
    placed = ARTICLE.search(page.text, max(0, start - REACH), start)
    return not placed and not foreign(surname) and _may_be_given(page, first)


def _may_be_given(page: Page, n: int) -> bool:
    """Whether no language that begins nouns or titles with capitals has the word."""
    word = page.tokens[n].text
    least = UNLISTED if page.begins(n) else STRANGE
    return rarity(word) >= least and not (romance(word) or foreign(word) or ADJECTIVE.search(word))


def given_by_ending(page: Page, first: int, last: int) -> bool:
    """Whether the first of two words that end as surnames do is a given name: `Devin`, `Galimjan`, but not `Ivanov`."""
    listed = any(page.tokens[n].start in page.surnames for n in (first, last))
    if listed or not GIVEN.search(page.tokens[first].text):
        return False
    return not page.is_apart(first) and (page.classes[last] == "S" or strange(page, last, last))


def of_no_place(page: Page, first: int, last: int) -> bool:
    """Whether it is no adjective of a place behind an ordinary word: `the Great Khorezmian Road`."""
    return page.classes[first] != "O" or page.tokens[last].text not in page.adjectives


def no_saint(page: Page, first: int, last: int) -> bool:
    """Whether no word before a given name makes a place of it: `San Pablo City`, `Santa Monica Boulevard`."""
    return first == 0 or page.gaps[first - 1] != "_" or page.tokens[first - 1].text not in words("places", "saints")


def no_other_word(page: Page, first: int, last: int) -> bool:
    """Whether a word before a patronymic is a given name: of Russian any inside a sentence, else an unknown one."""
    word = page.tokens[first].text
    if page.classes[first] == "O":
        return word[0] >= CYRILLIC and not page.begins(first)
    return word not in page.adjectives and not foreign(word)


def of_the_field(page: Page, first: int, last: int) -> bool:
    """Whether a given name behind a surname is of the field, as it stands: `Печерская Лавра` is a place."""
    return fold(page.tokens[last].text) in listed_given_names()


def no_noun(page: Page, first: int, last: int) -> bool:
    """Whether a word before a particle is no noun: `Gesetz zur Änderung`, `Freiheit von Angst`, `Plan de Ayala`."""
    word, end = page.tokens[first].text, page.tokens[first].end
    if word in words("names", "before_particles"):
        return False
    if page.classes[first + 1] == "O" and (rarity(word) < STRANGE or not page.text.startswith(PARTICLES, end)):
        return False
    named = rarity(word) < STRANGE and page.text.startswith((" von ", " van ", " de ", " da "), end)
    return named or not foreign(word)
