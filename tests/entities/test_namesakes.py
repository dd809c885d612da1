"""Towns that bear a person's surname, told from the person."""

from __future__ import annotations

import pytest

from pipeline.entities import find, load_authority

AUTHORITY = load_authority()

TOWNS = [
    ("The conference was held in Frunze in 1967.", "Frunze", "bishkek"),
    ("In Gorky, Sakharov lived in exile.", "Gorky", "nizhnii-novgorod"),
    ("the city of Frunze and the town of Kirov", "Kirov", "vyatka"),
    ("The plant stood near Kalinin.", "Kalinin", "tver"),
    ("A garrison stood in Skobelev (Fergana) then.", "Skobelev", "ferghana"),
    ("He lived in Vladimir until 1932.", "Vladimir", "vladimir"),
    ("Die Tagung in Frunse fand statt.", "Frunse", "bishkek"),
    ("Он жил во Фрунзе до войны.", "Фрунзе", "bishkek"),
    ("Он родился в Калинине и там учился.", "Калинине", "tver"),
    ("Жители города Молотова писали.", "Молотова", "perm"),
    ("Конференция прошла в г. Куйбышев.", "Куйбышев", "samara"),
    ("See Istoriia Kirgizskoi SSR (Frunze, 1968), vol. 2.", "Frunze", "bishkek"),
    ("Vosstanie 1916 goda v Kirgizii (Frunze: Ilim, 1967), p. 4.", "Frunze", "bishkek"),
    ("Vosstanie v Kirgizii. Frunze: Ilim, 1970.", "Frunze", "bishkek"),
    ("Ocherki istorii Urala. Sverdlovsk, 1950; Kraevedenie. Kirov, 1972.", "Kirov", "vyatka"),
]

PERSONS = [
    ("He saw in Kirov a rival.", "Kirov"),
    ("One reads it in Kirov (1934), and he knew it.", "Kirov"),
    ("His interest in Vladimir Ivanov grew.", "Vladimir Ivanov"),
    ("The faith in Molotov was great.", "Molotov"),
    ("He sat in Kalinin's office.", "Kalinin"),
    ("So it was argued (Kirov, 1934).", "Kirov"),
    ("He wrote it. Kirov: Biografiia, A. 1975.", "Kirov"),
    ("A. B. Petrov, Kirov: Biografiia, 1975.", "Kirov"),
    ("The letter went from Lenin to Kalinin.", "Kalinin"),
    ("Вера в Молотова была велика.", "Молотова"),
    ("Он увидел в Кирове соперника.", "Кирове"),
]


@pytest.mark.parametrize(("text", "name", "entity"), TOWNS)
def test_a_town_is_found_where_one_must_stand(text: str, name: str, entity: str) -> None:
    found = {m.surface: (m.kind, m.authority_id) for m in find(text, AUTHORITY)}
    assert found[name] == ("place", entity)


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_elsewhere_the_person_is(text: str, name: str) -> None:
    assert name in {m.surface for m in find(text, AUTHORITY) if m.kind == "person"}


def test_a_person_named_in_full_is_one_even_in_an_imprint() -> None:
    found = find("He read M. V. Frunze, 1941, in Frunze.", AUTHORITY)
    assert [(m.surface, m.authority_id) for m in found] == [("M. V. Frunze", "frunze"), ("Frunze", "bishkek")]
