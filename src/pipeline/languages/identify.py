"""What language and script a text is in, however short, and whether its Latin letters are a romanisation.

The script has the first word, then the model of words and letters (`model.py`). langdetect is heard on long texts, and
wherever the words are of none of the model's languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.languages import detector
from pipeline.languages.detector import LEAST_LETTERS, UNDETERMINED
from pipeline.languages.model import Model, Scores, load
from pipeline.languages.others import OTHERS
from pipeline.languages.scheme_answer import schemes_of
from pipeline.languages.schemes import scheme
from pipeline.languages.scripts import COMMON, letters_by_script, main_script, of_letter, sample
from pipeline.languages.tokens import WORD, normal

# What stands among words and is none, or says nothing of a language: addresses, citation words, roman numerals.
ADDRESS = re.compile(r"(?<!\S)\S*?(?:@|://|www\.)\S*")
ADDRESS_SIGN = re.compile(r"@|://|www\.")
ROMAN = re.compile(r"[IVXLCDM]+")
CITATION = frozenset("ibid idem op cit loc et al pp vol vols no nos ed eds isbn issn doi cf passim ss".split())
ROMANISED = frozenset(["ru", "uk", "be", "kk"])
MOST = 8.0  # natural logarithms that one word can speak against a language
DEPENDENCE = 2.0  # words of a title are less independent than their product of chances supposes
SELDOM = 2.5  # what speaks against a language that is none of the model's
LEAST = 3  # letters
STRANGE, FEWEST = 0.25, 4  # of so many words, at least four, the model's lists know none of its languages' better
LONG = 1000  # letters of a text that langdetect is heard on, too
LEAST_HEARD = 0, 80  # letters of a text of strange words; of one in none of the model's languages
HEARD = 600  # code points of it that langdetect reads: 2 ms
SURE = 0.9  # langdetect's probability that counts
SHOWN = 3  # words named as evidence


@dataclass(frozen=True, slots=True)
class Identity:
    """A language (ISO 639-1, `und`), its script (ISO 15924), the schemes that romanised it, all as a BCP 47 tag.

    `confidence` is a probability; `cyrillic` the Cyrillic reading of a romanised text, "" for others.
    """

    language: str
    script: str
    schemes: tuple[str, ...] = ()
    tag: str = UNDETERMINED
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    cyrillic: str = ""


def telling_words(text: str, script: str) -> list[str]:
    """The normal words of a text that are in this script and can tell its language."""
    found = (word for word in WORD.findall(ADDRESS.sub(" ", text)) if of_letter(word[0]) == script)
    plain = (normal(word) for word in found if not (len(word) < 6 and ROMAN.fullmatch(word)))
    return [word for word in plain if word and word not in CITATION]


def identify(texts: Sequence[str]) -> list[Identity]:
    """The identity of each text; `und` where there is nothing to go by. Never raises; equal texts, equal answers."""
    scripts = [main_script(letters_by_script(sample(text))) for text in texts]
    words = [telling_words(sample(t), s) if s in ("Latn", "Cyrl") else [] for t, s in zip(texts, scripts, strict=True)]
    model = load() if any(words) else None
    scores = model.score([word for row in words for word in row]) if model else np.zeros((0, 0), np.float32)
    found, at = [], 0
    for text, script, row in zip(texts, scripts, words, strict=True):
        mine, at = scores[at : at + len(row)], at + len(row)
        found.append(_of_words(text, script, row, mine, model) if model and row else _other(text, script))
    return found


def _other(text: str, script: str) -> Identity:
    """A text in a script that only langdetect and the script itself know of."""
    if script in ("Latn", "Cyrl", COMMON):
        return Identity(UNDETERMINED, script)
    guess = detector.detect(text)
    return Identity(guess.language, script, (), guess.language, guess.confidence, (f"script {script}",))


def fitting(model: Model, script: str) -> npt.NDArray[np.bool_]:
    """Which classes are written in the script."""
    return np.array([model.is_latin(name) == (script == "Latn") for name in model.names])


def _seldom(model: Model) -> npt.NDArray[np.float64]:
    """What speaks against each class before a word is seen; shape (classes,)."""
    return np.array([SELDOM if name in OTHERS else 0.0 for name in model.names])


def _of_words(text: str, script: str, words: list[str], scores: Scores, model: Model) -> Identity:
    fits = fitting(model, script)
    relative = scores - np.max(scores[:, fits], axis=1, keepdims=True)
    total = np.where(fits, np.maximum(relative, -MOST).sum(axis=0), -np.inf) - _seldom(model)
    best = int(np.argmax(total))
    letters = sum(map(len, words))
    if letters < LEAST:
        return Identity(UNDETERMINED, script)
    other = model.names[best] in OTHERS
    strange = other or _is_strange(words, model, best)
    guess = detector.detect(text, HEARD) if letters >= LONG or (strange and letters >= LEAST_HEARD[other]) else None
    if guess and strange and guess.confidence >= SURE and guess.language not in _languages(model):
        return Identity(guess.language, script, (), guess.language, guess.confidence, ("langdetect",))
    if other:
        return Identity(UNDETERMINED, script, evidence=_evidence(words, relative, best, total))
    chances = np.exp((total - total[best]) / DEPENDENCE)
    confidence = round(float(1 / chances.sum()), 4)
    evidence = _evidence(words, relative, best, total)
    if guess and guess.language == model.names[best]:
        evidence = (f"langdetect {guess.confidence:.2f}", *evidence)
    return described(text, model.names[best], script, confidence, evidence)


def _is_strange(words: list[str], model: Model, best: int) -> bool:
    """The lists know few of these words, even those of the likeliest language."""
    return (
        len(words) >= FEWEST
        and sum(map(len, words)) >= LEAST_LETTERS
        and bool(np.mean(model.listed(words)[:, best]) < STRANGE)
    )


def _languages(model: Model) -> frozenset[str]:
    return frozenset(name.split("-")[0] for name in model.names)


def _evidence(words: list[str], relative: Scores, best: int, total: npt.NDArray[np.float64]) -> tuple[str, ...]:
    """The words that tell this language most from the next."""
    rivals = total.copy()
    rivals[best] = -np.inf
    margin = relative[:, best] - relative[:, int(np.argmax(rivals))]
    telling = [words[n] for n in np.argsort(-margin, kind="stable")[:SHOWN].tolist() if margin[n] > 0]
    return (f"words {', '.join(dict.fromkeys(telling))}",) if telling else ()


def described(text: str, name: str, script: str, confidence: float, evidence: tuple[str, ...]) -> Identity:
    """The identity that a class of the model means; a romanised text with its schemes and its Cyrillic reading."""
    language = name.split("-")[0]
    if script != "Latn" or language not in ROMANISED:
        tag = name if language in ("sr", "uz") else language
        return Identity(language, script, (), tag, confidence, evidence)
    answer = schemes_of(text, language)
    one = answer.schemes[0] if len(answer.schemes) == 1 and answer.schemes != ("mixed",) else ""
    tag = scheme(one, language).tag if one else f"{language}-Latn"
    return Identity(language, script, answer.schemes, tag, confidence, (*evidence, *answer.evidence), answer.cyrillic)
