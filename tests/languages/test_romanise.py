"""Cyrillic to Latin: capitals, contexts, what stays; and which Latin forms a scheme accepts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages.romanise import LONG, fits, normal_latin, romanise
from pipeline.languages.schemes import ALPHABETS, schemes

EVERY = [(scheme.name, scheme.language) for scheme in schemes()]
WRITTEN = [
    ("title case", "ru", "bgn", "Щука", "Shchuka"),
    ("capitals", "ru", "bgn", "ЩУКА И ЁРШ", "SHCHUKA I YËRSH"),
    ("a capital by itself", "ru", "bgn", "Я. Щ. Юшин", "Ya. Shch. Yushin"),
    ("capitals at the end of an abbreviation", "ru", "bgn", "НЭПмания, МХАТ, МЯУ", "NEPmaniya, MKHAT, MYAU"),
    ("capitals in a context", "ru", "bgn", "ЕЛЬЦИН И ЕГО СЪЕЗД", "YEL’TSIN I YEGO S”YEZD"),
    ("tied letters rise together", "ru", "alaloc", "Яна ЯНА", "I͡Ana I͡ANA"),
    ("after a hyphen a word begins", "ru", "bgn", "северо-европейский", "severo-yevropeyskiy"),
    ("й of two code points", "ru", "iso", "\N{CYRILLIC SMALL LETTER I}\N{COMBINING BREVE}од", "jod"),
    ("the rest stays", "ru", "iso", "№ 5 (XIX в.), “аз” – naïve 😀\r\n\t", "№ 5 (XIX v.), “az” – naïve 😀\r\n\t"),
    ("letters of other languages stay", "ru", "iso", "қазақ", "қazaқ"),
    ("old letters", "ru", "alaloc", "вѣра мірѣ", "vi͡era mīri͡e"),
    ("ё after a hush in English", "ru", "english", "Щёлково", "Shchyolkovo"),
    ("ъ in English", "ru", "english", "Подъярский", "Podyarsky"),
    ("ий inside a word", "ru", "english", "Вийон", "Viyon"),
    ("г in -ого", "ru", "german", "его синего Толстого", "jewo sinewo Tolstowo"),
    ("one s at the edges, two between vowels", "ru", "german", "Сосны, Лес", "Sosny, Les"),
    ("кс", "ru", "german", "Максим Алексеев", "Maxim Alexejew"),
    ("-ин", "ru", "french", "Ленин, Ленина", "Lenine, Lenina"),
    ("an apostrophe is a letter", "uk", "bgn", "п’ять, зв'язок", "p”yat’, zv”yazok"),
    ("an apostrophe is a quotation mark", "uk", "national", "'Яма' і ‘Юність’", "'Yama' i ‘Yunist’"),
    ("a word goes on after its apostrophe", "uk", "national", "об'єднання", "obiednannia"),
    ("i with and without its dot", "kk", "latin2021", "ІНІ ИМАН", "INI İMAN"),
    ("nothing", "ru", "bgn", "", ""),
]
FITTING = [
    ("as it stands", "ru", "alaloc", "хозяйство", "khozi͡aĭstvo", True),
    ("ties left out", "ru", "alaloc", "хозяйство", "khoziaĭstvo", True),
    ("breve left out", "ru", "alaloc", "хозяйство", "khoziaistvo", True),
    ("half ties", "ru", "alaloc", "хозяйство", "khozi︠a︡ĭstvo", True),
    ("a caron for the breve", "ru", "alaloc", "хозяйство", "khoziaǐstvo", True),
    ("decomposed", "ru", "alaloc", "хозяйство", "khoziai\N{COMBINING BREVE}stvo", True),
    ("capitals", "ru", "alaloc", "Хозяйство", "KHOZIAISTVO", True),
    ("prime", "ru", "alaloc", "жизнь", "zhiznʹ", True),
    ("apostrophe", "ru", "alaloc", "жизнь", "zhizn'", True),
    ("curly apostrophe", "ru", "alaloc", "жизнь", "zhizn’", True),
    ("left out where it may not be", "ru", "alaloc", "жизнь", "zhizn", False),
    ("left out where it is", "ru", "english", "жизнь", "zhizn", True),
    ("ya is not ia", "ru", "alaloc", "хозяйство", "khozyaistvo", False),
    ("the beginning only", "ru", "iso", "дом", "do", False),
    ("more than it", "ru", "iso", "дом", "doma", False),
    ("e at a beginning", "ru", "bgn", "ель", "el’", False),
    ("ye at a beginning", "ru", "bgn", "ель", "yel’", True),
    ("ё in English", "ru", "english", "Горбачёв", "Gorbachyov", True),
    ("as the newspapers have it", "ru", "english", "Горбачёв", "Gorbachev", True),
    ("ye after a vowel in English", "ru", "english", "Достоевский", "Dostoyevsky", True),
    ("e after a vowel in English", "ru", "english", "Достоевский", "Dostoevsky", True),
    ("a dot that tells ү from у", "kk", "alaloc", "түркі", "tu̇rkī", True),
    ("a dot too many", "kk", "alaloc", "тұр", "tu̇r", False),
    ("x", "ru", "scientific", "хлеб", "xleb", True),
    ("ch", "ru", "scientific", "хлеб", "chleb", True),
    ("kh", "ru", "scientific", "хлеб", "khleb", False),
    ("punctuation", "ru", "bgn", "Да, и нет (1932)", "Da, i net (1932)", True),
    ("other punctuation", "ru", "bgn", "Да, и нет", "Da i net", False),
    ("an apostrophe that is not written", "uk", "national", "п'ять", "piat", True),
    ("-ець in the old official way", "uk", "bgn", "Донецьк", "Donets’k", True),
]
ANY = st.sampled_from("аеиоуыэюяёйъьбвгджзклмнпрстфхцчшщіїєґў'’АЕИЩЮЯЙЬЪХЖaZ -.,1\n")
RUSSIAN = st.text(st.sampled_from(ALPHABETS["ru"] + ALPHABETS["ru"].upper() + " .,-\n"), max_size=40)


@pytest.mark.parametrize(
    ("language", "scheme", "text", "latin"), [case[1:] for case in WRITTEN], ids=[case[0] for case in WRITTEN]
)
def test_written(language: str, scheme: str, text: str, latin: str) -> None:
    assert romanise(text, scheme, language) == latin


@pytest.mark.parametrize(
    ("language", "scheme", "cyrillic", "latin", "fitting"),
    [case[1:] for case in FITTING],
    ids=[case[0] for case in FITTING],
)
def test_fits(language: str, scheme: str, cyrillic: str, latin: str, fitting: bool) -> None:
    assert fits(cyrillic, latin, scheme, language) is fitting


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=60), st.sampled_from(EVERY))
def test_what_is_not_cyrillic_stays(text: str, scheme: tuple[str, str]) -> None:
    assert romanise(text, *scheme) == text


@given(st.text(ANY, max_size=30), st.sampled_from(EVERY))
@settings(max_examples=300)
def test_what_is_written_fits(text: str, scheme: tuple[str, str]) -> None:
    assert fits(text, romanise(text, *scheme), *scheme)


@given(RUSSIAN)
def test_iso_9_can_be_read_back_letter_by_letter(text: str) -> None:
    """One sign for one letter: the standard's own promise."""
    latin = romanise(text, "iso")
    back = {romanise(letter, "iso"): letter for letter in ALPHABETS["ru"]}
    assert "".join(back.get(letter, letter) for letter in latin.lower()) == text.lower()


@given(st.text(ANY, min_size=1, max_size=40), st.sampled_from(EVERY))
@settings(max_examples=50)
def test_a_long_text_is_written_as_a_short_one(text: str, scheme: tuple[str, str]) -> None:
    times = LONG // len(text) + 2
    assert romanise(f"{text} ." * times, *scheme) == romanise(f"{text} .", *scheme) * times


@given(st.text(max_size=60))
def test_normal_latin_is_normal(text: str) -> None:
    assert normal_latin(normal_latin(text)) == normal_latin(text)


@pytest.mark.parametrize("text", ["щ", "Щ", "ь'", "е" * 9 + " ", "й\N{COMBINING BREVE}"])
def test_a_megabyte_of_one_thing_takes_no_time(text: str) -> None:
    long = text * (500_000 // len(text))
    started = time.process_time()
    romanise(long, "english")
    assert time.process_time() - started < 5
