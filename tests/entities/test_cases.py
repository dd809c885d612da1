"""Names in other cases than the nominative, and misprinted ones: what they are read as, and what stays itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities import find, load_authority
from pipeline.entities.cases import nominatives, oblique

AUTHORITY = load_authority()

# text, then surface, name to compare and entity of each person and place
IN_CASES = [
    ("Он писал Молотову.", [("Молотову", "Молотов", "molotov")]),
    ("Речь Троцкого услышали.", [("Троцкого", "Троцкий", "trotsky")]),
    ("Льва Давидовича Троцкого", [("Льва Давидовича Троцкого", "Лев Давидович Троцкий", "trotsky")]),
    ("доклад Ягоды", [("Ягоды", "Ягода", "yagoda")]),
    ("к Филиппу Исаевичу Голощёкину", [("Филиппу Исаевичу Голощёкину", "Филипп Исаевич Голощёкин", "goloshchyokin")]),
    ("с А. И. Рыковым", [("А. И. Рыковым", "А. И. Рыков", "rykov")]),
    (
        "в Тамбове, в Казани и под Алма-Атой",
        [("Тамбове", "Тамбове", "tambov"), ("Казани", "Казани", "kazan"), ("Алма-Атой", "Алма-Атой", "alma-ata")],
    ),
    ("из Москвы в Караганду", [("Москвы", "Москвы", "moscow"), ("Караганду", "Караганду", "karaganda")]),
    ("rozkaz Molotovovi", [("Molotovovi", "Molotov", "molotov")]),
    ("dopis k Rykovu", [("Rykovu", "Rykov", "rykov")]),
    ("list do Mołotowa i Bucharina", [("Mołotowa", "Mołotow", "molotov"), ("Bucharina", "Bucharin", "bukharin")]),
    ("Molotows Rede", [("Molotows", "Molotow", "molotov")]),
    ("pis'mo V. M. Molotova", [("V. M. Molotova", "V. M. Molotov", "molotov")]),
    ("dokladnaia G. G. Iagody", [("G. G. Iagody", "G. G. Iagoda", "yagoda")]),
    ("prikaz Trotskogo", [("Trotskogo", "Trotsky", "trotsky")]),
]

# text, then the names of the persons in it: what the document has in full explains its cases and its misprints
EXPLAINED = [
    ("Тараса Горобца ждали. Пришёл Горобец.", ["Тарас Горобец", "Горобец"]),
    ("Ивана Сидоренко ждали.", ["Иван Сидоренко"]),
    ("Ивана Гинда ждали.", ["Иван Гинд"]),
    ("Ивана Гоголя ждали.", ["Иван Гоголь"]),
    ("Бориса Зеленчука сняли. Зеленчук молчал.", ["Борис Зеленчук", "Зеленчук"]),
    ("Пришёл Борис Зеленчук. Зеленчуку не верили.", ["Борис Зеленчук", "Зеленчук"]),
    ("Льва Смирнова арестовали, а Павел Смирнов остался.", ["Лев Смирнов", "Павел Смирнов"]),
    ("Петра Смирнова и Павла Смирнова ждали.", ["Петр Смирнов", "Павел Смирнов"]),
    (
        "Лавр Петров и Иван Петров. Отец Лавра Ивановича Петрова.",
        ["Лавр Петров", "Иван Петров", "Лавр Иванович Петров"],
    ),
    ("П. Г. Корнилов, брат Лавра Георгиевича Корнилова", ["П. Г. Корнилов", "Лавр Георгиевич Корнилов"]),
    ("книга Марка Блока", ["Марк Блок"]),
    ("Горобец Марк Иванович", ["Марк Иванович Горобец"]),
    ("Slobodan Milosevich left.", ["Slobodan Milosevich"]),
    ("Для Анны Петровой. Петрову ждали.", ["Анна Петрова", "Петрова"]),
    ("Olga Marchenkova came. Then Marchenkowa left.", ["Olga Marchenkova", "Marchenkowa"]),
    ("Ivan Dobrelin came. Then Dobrelen left.", ["Ivan Dobrelin", "Dobrelin"]),
    ("Ivan Hurzan came. In Hurzann’s memoir he left.", ["Ivan Hurzan", "Hurzan"]),
    ("Dobrelskis Bericht war lang.", ["Dobrelski"]),
]

# what is no case of a name, no misprint
STAYS = [
    ("a woman", "Светлана Молотова пришла."),
    ("a woman in English", "They met Molotova there."),
    ("the city and its people", "Leningrad, Leningradskaia, Stalinka"),
    ("a patronymic of the same root", "Isaevich came to Rykovich."),
    ("a short name", "Или Чуйка"),
]
TWO_APART = [
    ("a word that the lists have", "Ivan Harvin came. The Marvin of the steppe left.", "Marvin"),
    ("two candidates", "Ivan Dobrelin met Petr Dobrelon. Then Dobrelen left.", "Dobrelen"),
    ("two letters", "Ivan Dobrelin came. Then Dobrolen left.", "Dobrolen"),
]


@pytest.mark.parametrize(("text", "rows"), IN_CASES, ids=[text for text, _ in IN_CASES])
def test_other_cases_are_read(text: str, rows: list[tuple[str, str, str | None]]) -> None:
    assert [(each.surface, each.name, each.authority_id) for each in find(text, AUTHORITY)] == rows


@pytest.mark.parametrize(("text", "names"), EXPLAINED, ids=[text for text, _ in EXPLAINED])
def test_a_document_explains_its_names(text: str, names: list[str]) -> None:
    assert [each.name for each in find(text, AUTHORITY) if each.kind == "person"] == names


@pytest.mark.parametrize(("why", "text"), STAYS, ids=[why for why, _ in STAYS])
def test_what_is_no_case_of_a_name(why: str, text: str) -> None:
    assert {each.authority_id for each in find(text, AUTHORITY) if each.kind == "person"} <= {None}


@pytest.mark.parametrize(("why", "text", "word"), TWO_APART, ids=[why for why, _, _ in TWO_APART])
def test_what_is_no_misprint(why: str, text: str, word: str) -> None:
    assert all(word not in each.surface or each.name == each.surface for each in find(text, AUTHORITY))


def test_reasons_tell_cases_and_misprints() -> None:
    text = "Молотову писал Борис Зеленчук. Зеленчуку ответили. Ivan Dobrelin, Dobrelen."
    assert [each.why for each in find(text, AUTHORITY)] == [
        "spelling 'Молотов' of Vyacheslav Molotov in the authority, in another case",
        "given name and surname",
        "a case of Зеленчук, which stands in full elsewhere",
        "given name and surname",
        "a letter off Dobrelin, which stands in full elsewhere",
    ]


@given(st.text(alphabet="абвгйкльнорстяицеёи", min_size=4, max_size=12))
def test_every_case_leads_back(word: str) -> None:
    assert all(word in nominatives(form) for form, _ in oblique(word) if form != word)
