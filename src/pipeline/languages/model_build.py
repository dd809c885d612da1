"""Builds the model of `model.py` from the word lists, in some seconds, the same wherever it is built.

The lists are wordfreq's small ones (share-alike: read where they are installed, never copied here, which is why the
model is built at set-up), and for languages that it lacks those in `words/`, written for this purpose. The romanised
classes see every word as each scheme writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from pipeline.cleaning.rarities import read
from pipeline.languages.hashing import ORDER, Hashes, Letters, of_words
from pipeline.languages.others import OTHERS, others
from pipeline.languages.romanise import romanise
from pipeline.languages.schemes import schemes
from pipeline.languages.stored import Arrays
from pipeline.languages.tokens import normal

HERE = Path(__file__).parent
LISTED = "en de fr es it pt nl ca ro hu cs sk pl sl lt lv tr sv da nb fi ru uk bg mk".split()
SERBO_CROATIAN = "sh"
OWN = "be kk la uz-Latn uz-Cyrl".split()
ROMANISED = ("ru", "uk", "be", "kk")
PLAINER = str.maketrans("әғқңөұүһі", "агкноуухи")
MARKED = ("kk",)  # of these, languages whose schemes need many marks
PLAIN = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?")
JAT = re.compile("(?<=.)(?:ije|(?<=[bcdmpstv])je)(?=.)")
FOREIGN = 10.0  # so many times more frequent in another language, a word is a guest in this one
AT_HOME = 3e-5  # unless it is so frequent here
KNOWN, KNOWN_OWN = 0.9, 0.6  # the chance that a running word is in a list: a long one, one of ours
KNOWN_OTHER = 0.4  # one of many languages
FLATTENED = 0.5  # the power of a word's frequency that its letters count with
SCALE = 256  # stored values a unit of natural logarithms
ALPHABET = 200  # letters that any word might have
OWN_SHARE = 1e-3
Frequencies = dict[str, float]


def version() -> str:
    """A fingerprint of all that decides what is built."""
    code = (HERE / f"{name}.py" for name in ("hashing", "model_build", "others", "romanise", "schemes", "tokens"))
    files = [*HERE.glob("words/**/*.txt"), *HERE.glob("schemes/*.toml"), *code]
    digest = sha256(f"{installed('wordfreq')} {installed('anyascii')}".encode())
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _listed(language: str) -> Frequencies:
    return {
        word: 10 ** (-rarity / 100)
        for rarity, words in enumerate(read(language, "small"))
        for word in words
        if PLAIN.fullmatch(word)
    }


def own(name: str) -> list[str]:
    """The words of one of our own lists, most frequent first."""
    return (HERE / "words" / f"{name}.txt").read_text(encoding="utf-8").split()


def _own(name: str) -> Frequencies:
    return {word: OWN_SHARE / (place + 10) ** 0.8 for place, word in enumerate(own(name))}


def classes() -> dict[str, list[Frequencies]]:
    """The word lists of each class, several where it has several spellings, by name."""
    lists = _without_guests({name: _listed(name) for name in [*LISTED, SERBO_CROATIAN]})
    both = lists.pop(SERBO_CROATIAN)
    croatian, serbian = own("hr"), own("sr-latn")
    pairs = _reflexes(both)
    croatian, serbian = [*croatian, *pairs], [*serbian, *pairs.values()]
    lists["hr"], lists["sr-Latn"] = _standard(both, croatian, serbian), _standard(both, serbian, croatian)
    lists["sl"] |= {word: max(lists["sl"].get(word, 0), 1e-4) for word in own("sl")}
    lists["sr-Cyrl"] = {_serbian_cyrillic(word): share for word, share in lists["sr-Latn"].items()}
    lists |= {name: _own(name.lower()) for name in OWN}
    romanised = {f"{name}-Latn": [*_romanised(name, lists[name])] for name in ROMANISED}
    return {name: [words] for name, words in lists.items()} | romanised | others(_listed, _own)


def _without_guests(lists: Mapping[str, Frequencies]) -> dict[str, Frequencies]:
    most: Frequencies = {}
    for words in lists.values():
        for word, share in words.items():
            most[word] = max(share, most.get(word, 0))
    return {
        name: {w: share for w, share in words.items() if share > AT_HOME or most[w] <= FOREIGN * share}
        for name, words in lists.items()
    }


def _standard(both: Frequencies, own: list[str], other: list[str]) -> Frequencies:
    """One of two standards that share a list: its own words more, those of the other not."""
    found = {word: share for word, share in both.items() if word.isascii() or max(word) < "а"}
    for place, word in enumerate(own):
        found[word] = max(found.get(word, 0), 2e-4 / (1 + place / 100))
    for word in set(other) - set(own):
        found.pop(word, None)
    return found


def _reflexes(words: Frequencies) -> dict[str, str]:
    """Words with the ijekavian reflex of jat that the list has in the ekavian form, too: `mjesto`, `mesto`."""
    found: dict[str, str] = {}
    for word in sorted(words, key=words.__getitem__, reverse=True):
        ekavian = JAT.sub("e", word, count=1)
        if ekavian != word and ekavian in words:
            found[word] = ekavian
    return found


CYRILLIC = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


def _serbian_cyrillic(word: str) -> str:
    return word.replace("lj", "љ").replace("nj", "њ").replace("dž", "џ").translate(CYRILLIC)


def _romanised(language: str, words: Frequencies) -> list[Frequencies]:
    """The list as each scheme writes it."""
    text, found = " ".join(words), []
    for scheme in schemes(language):
        found.append(dict(zip(romanise(text, scheme.name, language).split(" "), words.values(), strict=True)))
    return [*found, _without_marks(words)] if language in MARKED else found


def _without_marks(words: Frequencies) -> Frequencies:
    """As western print writes them, without a sign that English lacks: `Zhana adebiet`."""
    return {anyascii(word.translate(PLAINER)).lower(): share for word, share in words.items()}


def build(lists: Mapping[str, list[Frequencies]]) -> Arrays:
    """The arrays of the model."""
    table: list[tuple[Hashes, int, npt.NDArray[np.float64]]] = []
    windows: list[list[Any]] = [[] for _ in range(ORDER)]
    backoffs: list[list[Any]] = [[] for _ in range(ORDER)]
    unknown, floor = [], []
    for number, (name, several) in enumerate(lists.items()):
        shares, weights = _joined(several)
        known = KNOWN_OTHER if name in OTHERS else KNOWN if len(weights) > 5000 else KNOWN_OWN
        table.append((of_words(list(shares)), number, np.log(known * np.fromiter(shares.values(), float))))
        unknown.append(np.log(1 - known))
        floor.append(_windows(weights, number, windows, backoffs))
    arrays: Arrays = {"names": np.array(list(lists)), "unknown": np.array(unknown, np.float32)}
    arrays["floor"] = np.array(floor, np.float32)
    for n in range(ORDER):
        arrays |= _rows(f"window{n + 1}", windows[n]) | _rows(f"backoff{n + 1}", backoffs[n])
    return arrays | _rows("words", table)


def _joined(several: list[Frequencies]) -> tuple[Frequencies, Frequencies]:
    """Each word's share in running text, of 1 in all, and its weight for the letters."""
    shares: Frequencies = {}
    weights: Frequencies = {}
    for words in several:
        total = sum(words.values()) * len(several)
        for word, share in words.items():
            if word := normal(word):
                shares[word] = shares.get(word, 0) + share / total
                weights[word] = max(weights.get(word, 0), share**FLATTENED)
    return shares, weights


def _windows(weights: Frequencies, number: int, windows: list[list[Any]], backoffs: list[list[Any]]) -> float:
    """Adds the log chances of a class's windows and back-offs by length; gives that of a letter never seen."""
    letters = Letters.of(list(weights))
    each = np.repeat(np.fromiter(weights.values(), float), np.diff([*letters.starts, len(letters.codes)]))
    each *= len(weights) / sum(weights.values())
    before, keys, chances = np.zeros(len(letters.codes), np.uint64), np.zeros(0, np.uint64), np.zeros(0)
    lowest = 0.0
    for length in range(1, ORDER + 1):
        context, suffix = np.concatenate([before[:1], before[:-1]]), before
        before = letters.windows(length)
        at = np.flatnonzero(letters.place >= max(1, length - 1))
        grams, one, back = np.unique(before[at], return_index=True, return_inverse=True)
        counts = np.bincount(back, each[at])
        contexts, owner = np.unique(context[at[one]] if length > 1 else np.zeros(len(one)), return_inverse=True)
        total, kinds = np.bincount(owner, counts), np.bincount(owner).astype(float)
        lower = chances[np.searchsorted(keys, suffix[at[one]])] if length > 1 else np.full(len(one), 1 / ALPHABET)
        share = kinds / (total + kinds)
        keys, chances = grams, counts / (total + kinds)[owner] + share[owner] * lower
        windows[length - 1].append((keys, number, np.log(chances)))
        backoffs[length - 1].append((contexts.astype(np.uint64), number, np.log(share)))
        lowest = lowest or float(np.log(share[0] / ALPHABET))
    return lowest


def _rows(name: str, several: list[tuple[Hashes, int, npt.NDArray[np.float64]]]) -> Arrays:
    """Rows by key out of the keys and values of each class."""
    keys = np.concatenate([keys for keys, _, _ in several])
    classes = np.concatenate([np.full(len(keys), number, np.uint8) for keys, number, _ in several])
    logs = np.concatenate([np.clip(np.rint(logs * SCALE), -32768, 32767).astype(np.int16) for _, _, logs in several])
    order = np.argsort(keys, kind="stable")
    unique, first = np.unique(keys[order], return_index=True)
    first = np.append(first, len(order)).astype(np.int32)
    columns = {"keys": unique, "first": first, "classes": classes[order], "logs": logs[order]}
    return {f"{name}_{column}": values for column, values in columns.items()}
