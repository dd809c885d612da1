"""How things are written on pages and in addresses."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256

from pipeline.corpus import Document
from pipeline.explain import visible

_UNSAFE = re.compile(r"[^\w-]+", re.ASCII)


@cache
def page_name(name: str) -> str:
    """A file name for an id or a rule, in letters that every file system and address takes, one for one.

    >>> page_name("d6cdc8c28933f"), page_name("hyphens.join"), page_name("../up")
    ('d6cdc8c28933f', 'hyphens-join-01c464d3', 'up-8c722b8a')
    """
    safe = _UNSAFE.sub("-", name).strip("-")[:80]
    return safe if safe and safe == name else f"{safe}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def rule_page(rule: str) -> str:
    """The file name of a rule's page: its address, which is a module and a function."""
    return rule if re.fullmatch(r"\w+\.\w+", rule, re.ASCII) else page_name(rule)


def family(rule: str) -> str:
    """The family of a rule, as a CSS class."""
    return rule.partition(".")[0] if rule_page(rule) == rule else ""


def title(document: Document) -> str:
    """What a document is called: by its metadata, else by its file."""
    return document.title or (document.sources[0].rsplit("/", 1)[-1] if document.sources else document.document_id)


def count(number: float) -> str:
    """A number with thin spaces between thousands.

    >>> count(12345)
    '12\\u202f345'
    """
    return f"{number:,}".replace(",", "\u202f")


def seen(text: object) -> str:
    """Text of a document on a page: what nobody would see, or a browser obey, has a sign."""
    told = str(text)
    return told if told.isprintable() else visible(told, staying=True)
