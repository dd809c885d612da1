"""langdetect, made fit for a pipeline: equal answers for equal texts, bounded cost, no guess at a few words.

Its own entry points draw random numbers, load 55 profiles and answer any text in any script. Here each script
has a factory of its own with the profiles that the script can carry, so Cyrillic is never called English, and
Latin letters never Russian.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.languages.scripts import COMMON, SAMPLE, letters_by_script, main_script, sample

UNDETERMINED = "und"
# Right answers by letters in the text, on pieces of tests/languages/samples.toml: Latin 53 % under 10, 82 %
# under 20, 97 % from there on; Cyrillic 76 % under 20, 89 % under 30, 94 % under 40, then all.
LEAST_LETTERS = 20
ENOUGH_LETTERS = 40
LONGEST_WORDS = 25  # letters a word on average; beyond it are keys, encoded data, a run of one letter

# langdetect's profiles by script; where only one language is left the script has answered.
PROFILES = {
    "Latn": "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi",
    "Cyrl": "bg mk ru uk",
    "Arab": "ar fa ur",
    "Deva": "hi mr ne",
    "Armn": "hy",
    "Beng": "bn",
    "Geor": "ka",
    "Grek": "el",
    "Gujr": "gu",
    "Guru": "pa",
    "Hang": "ko",
    "Hani": "zh",
    "Hebr": "he",
    "Jpan": "ja",
    "Knda": "kn",
    "Mlym": "ml",
    "Taml": "ta",
    "Telu": "te",
    "Thai": "th",
}
# Cyrillic letters of the four languages that langdetect knows; more than a few others, and it is none of them
# (it calls Kazakh Russian at 0.9999).
KNOWN_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґѓѕјљњќџѐѝ")
STRANGE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Guess:
    """A language as ISO 639-1 code or `und`, how sure (0 to 1), and the script as ISO 15924 code."""

    language: str
    confidence: float
    script: str


@cache
def _factory(script: str):  # type: ignore[no-untyped-def]  # langdetect has no types
    """The profiles of one script, read once; in this order, since a folder's own order differs by machine."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.seed = 0
    codes = PROFILES[script].split()
    factory.load_json_profile([Path(PROFILES_DIRECTORY, code).read_text(encoding="utf-8") for code in codes])
    return factory


def _ask(text: str, script: str) -> tuple[str, float]:
    """langdetect's best answer and its probability among the languages of the script."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory(script).create()
    detector.append(text.lower() if text.isupper() else text)  # it skips words in capitals
    try:
        answers = detector.get_probabilities()
    except LangDetectException:
        return UNDETERMINED, 0.0
    return (answers[0].lang, answers[0].prob) if answers else (UNDETERMINED, 0.0)


def _strange(text: str, letters: int) -> bool:
    """Whether Cyrillic text has letters of a language that langdetect lacks."""
    counts = Counter(text.lower())
    known = sum(counts[letter] for letter in KNOWN_CYRILLIC)
    return letters - known > STRANGE_SHARE * letters


def detect(text: str, sample_characters: int = SAMPLE) -> Guess:
    """The language of a text, judged on at most `sample_characters` code points spread over it.

    `und` without letters, with fewer than 20 of the leading script, or in a language that no profile covers.
    Confidence is langdetect's probability, less for fewer than 40 letters. Never raises; equal texts get
    equal answers whatever was asked before.
    """
    piece = sample(text, sample_characters)
    letters = letters_by_script(piece)
    script = main_script(letters)
    count = letters[script] + (letters["Hani"] if script == "Jpan" else 0)
    codes = PROFILES.get(script, "").split()
    if script == COMMON or not codes or (script == "Cyrl" and _strange(piece, count)):
        return Guess(UNDETERMINED, 0.0, script)
    if len(codes) == 1:
        return Guess(codes[0], round(count / letters.total(), 4), script)
    if count < LEAST_LETTERS or count > LONGEST_WORDS * len(piece.split()):
        return Guess(UNDETERMINED, 0.0, script)
    language, probability = _ask(piece, script)
    # Four places: beyond them the mathematics library of the machine shows.
    return Guess(language, round(probability * min(1.0, count / ENOUGH_LETTERS), 4), script)
