"""Latin back to Cyrillic: words of the list, words of none, whole titles, and what is no word."""

from __future__ import annotations

import math
import random
import time

import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages.cyrillise import cased, cyrillise
from pipeline.languages.lattice import candidates
from pipeline.languages.romanise import fits, normal_latin, romanise
from pipeline.languages.schemes import ALPHABETS, Scheme, schemes
from pipeline.languages.wordlist import END, build, word_list

READ = [
    ("catalogue", "ru", "Ocherki istorii narodnogo khoziaistva", "Очерки истории народного хозяйства"),
    ("with half ties", "ru", "Narodnoe khozi︠a︡ĭstvo SSSR", "Народное хозяйство СССР"),
    ("maps", "ru", "Pyatiletniy plan razvitiya promyshlennosti", "Пятилетний план развития промышленности"),
    ("ISO", "ru", "Očerki istorii narodnogo hozâjstva", "Очерки истории народного хозяйства"),
    ("schemes mixed", "ru", "O kontrol'nykh cifrach narodnogo khoziajstva", "О контрольных цифрах народного хозяйства"),
    ("signs left out", "ru", "Istoriia selskogo khoziaistva", "История сельского хозяйства"),
    ("signs where they are written", "ru", "Chozjajstvo i byt russkich krest'jan", "Хозяйство и быт русских крестьян"),
    ("German", "ru", "Goloschtschokin", "Голощёкин"),
    ("French", "ru", "Maïakovski", "Маяковский"),
    ("Czech", "ru", "Čechov a Berďajev", "Чехов а Бердяев"),
    ("capitals", "ru", "KAZAKHSTAN. Al'manakh", "КАЗАХСТАН. Альманах"),
    ("one capital letter", "ru", "I︠U︡riĭ I︠A︡. Shch.", "Юрий Я. Щ."),
    ("Roman numerals", "ru", "XIX vek i XX vek: V Rossii", "XIX век и XX век: В России"),
    ("digits and signs", "ru", "V 1932-33 gg. (No. 5) 😀", "В 1932-33 гг. (Но. 5) 😀"),
    ("quotation marks", "ru", "'Zhizn' i sud'ba' i ‘Tikhii Don’", "'Жизнь и судьба' и ‘Тихий Дон’"),
    ("double primes", "ru", 'Sʺezd "partii"', 'Съезд "партии"'),
    ("Ukrainian", "uk", "Istoriia ukraïns'koï literatury", "Історія української літератури"),
    ("Ukrainian, national", "uk", "Znamianka, Yenakiieve, Zghorany", "Знам'янка, Єнакієве, Згорани"),
    ("Belarusian", "be", "Historyja bielaruskaj litaratury", "Гісторыя беларускай літаратуры"),
    ("Kazakh", "kk", "Qazaq tīlīnīn͡g tarikhy", "Қазақ тілінің тарихы"),
    ("Kazakh in its Latin letters", "kk", "Qazaqstannyñ ğylymy", "Қазақстанның ғылымы"),
    ("Cyrillic among it", "ru", "Правда i lozh'", "Правда и ложь"),
    ("no word", "ru", "12 — 34", "12 — 34"),
    ("nothing", "ru", "", ""),
]
CASED = [
    ("щука", "Shchuka", "Щука"),
    ("щука", "SHCHUKA", "ЩУКА"),
    ("щ", "Shch", "Щ"),
    ("я", "I͡A", "Я"),
    ("юрий", "I͡Uriĭ", "Юрий"),
    ("юрий", "I︠U︡riĭ", "Юрий"),
    ("вхутемас", "VKhUTEMAS", "ВХУТЕМАС"),
    ("в", "V", "В"),
    ("", "X", ""),
]


@pytest.mark.parametrize(("language", "latin", "cyrillic"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_read(language: str, latin: str, cyrillic: str) -> None:
    assert cyrillise(latin, language)[0].text == cyrillic


@pytest.mark.parametrize(("cyrillic", "latin", "found"), CASED)
def test_capitals_come_from_the_latin_word(cyrillic: str, latin: str, found: str) -> None:
    assert cased(cyrillic, latin) == found


def test_candidates_come_best_first_with_how_sure_they_are() -> None:
    readings = cyrillise("mat")
    assert [reading.text for reading in readings] == ["мать", "мат"]
    assert readings[0].score > readings[1].score > 0
    assert readings[1].schemes == tuple(each.name for each in schemes("ru"))
    assert "bgn" not in readings[0].schemes


def test_a_given_scheme_is_kept_to() -> None:
    assert cyrillise("mat", scheme="bgn")[0].text == "мат"
    assert cyrillise("chleb", scheme="german")[0].text == "хлеб"
    assert cyrillise("chlen", scheme="alaloc")[0].text == "член"


def test_a_word_of_no_list_is_read_less_surely() -> None:
    listed, unlisted = cyrillise("khozyaystvo")[0], cyrillise("Zhurbulyakin")[0]
    assert unlisted.text == "Журбулякин"
    assert listed.score > unlisted.score


def test_count_bounds_the_candidates() -> None:
    assert len(cyrillise("Zhurbulyakin i mat", count=3)) == 3
    assert len(cyrillise("Zhurbulyakin", count=0)) == 1


@pytest.mark.parametrize(("language", "floor"), [("ru", 0.95), ("uk", 0.95)])
def test_words_of_the_list_come_back(language: str, floor: float) -> None:
    """The first candidate, all schemes of the language in play; the letters' model has seen the words here."""
    letters = set(ALPHABETS[language]) - {"'"}
    words = [word for word in wordfreq.top_n_list(language, 100_000) if len(word) > 3 and set(word) <= letters]
    tested = [(word, each.name) for word in random.Random(7).sample(words, 60) for each in schemes(language)]
    right = sum(cyrillise(romanise(word, name, language), language)[0].text == word for word, name in tested)
    assert right / len(tested) >= floor


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_letters_alone_read_words_that_they_never_saw(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = set(ALPHABETS[language]) - {"'"}
    words = [word for word in wordfreq.top_n_list(language, 50_000) if len(word) > 5 and set(word) <= letters]
    held_out = random.Random(11).sample(words, 40)
    built = build(language, held_out)
    monkeypatch.setattr("pipeline.languages.lattice.word_list", lambda language: built)
    right = tried = 0
    for word in held_out:
        for name in ("alaloc", "iso", "scientific", "bgn"):
            latin = normal_latin(romanise(word, name, language))
            found = candidates.__wrapped__(latin, language, (name,), listed=False)
            tried, right = tried + 1, right + (found[0].text == word)
    assert right / tried >= 0.85


@pytest.mark.parametrize("language", ALPHABETS)
def test_the_model_is_one_of_chances(language: str) -> None:
    model = word_list(language).model
    for context in [(END, END, END), (END, END, 1), (1, 2, 3)]:
        assert math.fsum(math.exp(chance) for chance in model[context]) == pytest.approx(1, abs=1e-3)


def test_the_word_list_knows_beginnings_and_frequencies() -> None:
    words = word_list("ru")
    encoded = [words.encode(word) for word in ("хозяйст", "хозяйство", "хозиаиство", "а" * 30)]
    assert words.begins(encoded) == [True, True, False, False]
    found = words.frequencies(encoded)
    assert found[1] is not None
    assert found[1] < -5
    assert found[2] is None
    assert found[3] is None
    assert words.decode(encoded[1]) == "хозяйство"
    with pytest.raises(ValueError, match="substring"):
        words.encode("khoz")


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_reading(text: str) -> None:
    readings = cyrillise(text)
    assert readings
    assert all(0 <= reading.score <= 1 for reading in readings)
    assert readings == cyrillise(text)


@given(st.text(st.sampled_from("абвгджзклмнопрстуфхцчшщыэюя "), max_size=20), st.sampled_from(schemes("ru")))
@settings(max_examples=60, deadline=None)
def test_a_reading_that_names_a_scheme_is_written_so(text: str, scheme: Scheme) -> None:
    latin = romanise(text, scheme.name)
    for reading in cyrillise(latin, count=2):
        assert all(fits(reading.text, latin, name) for name in reading.schemes)


HOSTILE = [
    ("a megabyte of one letter", "x" * 1_000_000),
    ("digits", "1234567890" * 20_000),
    ("apostrophes", "'" * 100_000),
    ("letters and apostrophes", "a'" * 50_000),
    ("marks without a letter", "\N{COMBINING DOUBLE INVERTED BREVE}" * 100_000),
    ("many letters with marks", "i\N{COMBINING DOUBLE INVERTED BREVE}a" * 20_000),
    ("quotations that never close", " 'a" * 20_000),
    ("words of 400 letters", ("shch" * 100 + " ") * 20),
    ("one word many times", "khoziaistvo " * 10_000),
]


@pytest.mark.parametrize("text", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_input_costs_what_it_is_long(text: str) -> None:
    cyrillise("khoziaistvo")
    started = time.process_time()
    assert cyrillise(text)[0].text
    assert time.process_time() - started < 10
