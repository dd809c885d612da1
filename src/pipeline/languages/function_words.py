"""Words that running text cannot do without, by language: `function_words.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def function_words() -> Mapping[str, Mapping[str, bool]]:
    """Function words by language; true for those that no other language of the script has."""
    tables = tomllib.loads(Path(__file__).with_name("function_words.toml").read_text(encoding="utf-8"))
    found: dict[str, Mapping[str, bool]] = {}
    for languages in tables.values():
        times = Counter(word for words in languages.values() for word in set(words.split()))
        for language, words in languages.items():
            found[language] = {word: times[word] == 1 for word in words.split()}
    return found
