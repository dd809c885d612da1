"""Notes and bibliographies: authors, titles, places and publishers, each where it ends."""

from __future__ import annotations

import pytest

from pipeline.entities import PartHints, find, find_in_parts, load_authority

AUTHORITY = load_authority()

# ruff: noqa: E501 (a row is a note as it stands)
# a note, then all that is found in it, with the first letter of its kind
NOTES = [
    (
        "Sarah Cameron, The Empty Steppe: Famine, Violence, and the Making of Nations (Ithaca: Cornell University Press, 2018), 14.",
        "p Sarah Cameron|w The Empty Steppe: Famine, Violence, and the Making of Nations|l Ithaca|o Cornell University Press",
    ),
    (
        "Niccolò Pianciola, “Famine in the Steppe: The Kazak Herdsmen, 1928–1934,” Cahiers du monde russe 45, no. 1–2 (2004): 137–92.",
        "p Niccolò Pianciola|w Famine in the Steppe: The Kazak Herdsmen, 1928–1934|w Cahiers du monde russe",
    ),
    ("Ohayon, La sédentarisation, 45–50; Pianciola, “Famine,” 140.", "p Ohayon|w La sédentarisation|p Pianciola"),
    ("RGASPI, f. 17, op. 2, d. 514, l. 26; TsGA RK, f. 30, op. 1.", "o RGASPI|o TsGA RK"),
    (
        "Isabelle Ohayon, La sédentarisation: Collectivisation et changement social (1928–1945) (Paris: Larose, 2006).",
        "p Isabelle Ohayon|w La sédentarisation: Collectivisation et changement social (1928–1945)|l Paris|o Larose",
    ),
    (
        "See Zh. B. Abylkhozhin, M. K. Kozybaev, and M. B. Tatimov, “Kazakhstanskaia tragediia,” Voprosy istorii, no. 7 (1989): 53.",
        "p Zh. B. Abylkhozhin|p M. K. Kozybaev|p M. B. Tatimov|w Kazakhstanskaia tragediia|w Voprosy istorii",
    ),
    (
        "Ibid., 45. See also Matthew J. Payne, “Seeing like a State,” in Writing the Era: Essays, ed. Golfo Alexopoulos (New York: Palgrave, 2011), 59.",
        "p Matthew J. Payne|w Seeing like a State|w Writing the Era: Essays|p Golfo Alexopoulos|l New York|o Palgrave",
    ),
    (
        "Cameron, S. (2018). The empty steppe: Famine and violence. Ithaca, NY: Cornell University Press.",
        "p Cameron, S.|w The empty steppe: Famine and violence|l Ithaca, NY|o Cornell University Press",
    ),
    (
        "Davies R. W., Soviet Economic Development, Cambridge 1998, p. 43.",
        "p Davies R. W.|w Soviet Economic Development|l Cambridge",
    ),
    ("Vorwärts, 19.12.1928; Germania, 23.10.1928.", "w Vorwärts|w Germania"),
    ("Stalin, Sochineniia 11, p. 248.", "p Stalin|w Sochineniia"),
    (
        "Daniels R. V., Das Gewissen der Revolution: Opposition, Berlin, Olle u. Wolter, 1978, p. 375.",
        "p Daniels R. V.|w Das Gewissen der Revolution: Opposition|l Berlin|o Olle u. Wolter",
    ),
    (
        "Litvin A. L., Sudebny protsess, in: Menshevistsky protsess 1931 goda, Moscow, ROSSPEN, 1999, Vol. 1, pp. 4–5.",
        "p Litvin A. L.|w Sudebny protsess|w Menshevistsky protsess 1931 goda|l Moscow|o ROSSPEN",
    ),
    (
        "Sovietskoye obshchestvo: vozniknoveniye i razvitiye, ed. Ju. N. Afanasjev, Moscow, RGGU, 1997, 126.",
        "w Sovietskoye obshchestvo: vozniknoveniye i razvitiye|p Ju. N. Afanasjev|l Moscow|o RGGU",
    ),
    ("The figures vary, 5–6 million, and are often more modest.", ""),
    ("2 vols. Exeter: University of Exeter Press, 2005 and 2007.", "l Exeter|o University of Exeter Press"),
    ("Ibid, pp. 154–155.", ""),
    ("See later, p. 3, and the letter of 1932.", ""),
]

ENTRIES = [
    (
        "Cameron, Sarah. The Empty Steppe: Famine, and the Making of Nations. Ithaca: Cornell University Press, 2018.",
        "p Cameron, Sarah|w The Empty Steppe: Famine, and the Making of Nations|l Ithaca|o Cornell University Press",
    ),
    (
        "Pianciola, Niccolò. “Famine in the Steppe.” Cahiers du monde russe 45, no. 1–2 (2004): 137–92.",
        "p Pianciola, Niccolò|w Famine in the Steppe|w Cahiers du monde russe",
    ),
    (
        "Omarbekov, T. Golomodor v Kazakhstane: Prichiny i itogi. Almaty: Arys, 2009.",
        "p Omarbekov, T.|w Golomodor v Kazakhstane: Prichiny i itogi|l Almaty|o Arys",
    ),
    (
        "Абылхожин Ж. Б. Очерки истории Казахстана. Алматы, 1997. С. 45.",
        "p Абылхожин Ж. Б.|w Очерки истории Казахстана|l Алматы",
    ),
]

KINDS = {"p": "person", "w": "work", "l": "place", "o": "organisation"}


def expected(row: str) -> list[tuple[str, str]]:
    return [(each[2:], KINDS[each[0]]) for each in row.split("|") if each]


@pytest.mark.parametrize(("text", "row"), NOTES, ids=[text[:50] for text, _ in NOTES])
def test_notes(text: str, row: str) -> None:
    found = find_in_parts(["", text], AUTHORITY)[1]
    assert [(each.surface, each.kind) for each in found] == expected(row)


@pytest.mark.parametrize(("text", "row"), ENTRIES, ids=[text[:50] for text, _ in ENTRIES])
def test_bibliographies(text: str, row: str) -> None:
    found = find(f"Bibliography\n\n{text}", AUTHORITY)
    assert [(each.surface, each.kind) for each in found] == expected(row)


# a note, what is emphasised in it, and the titles found
EMPHASISED = [
    ("Stalin I., Voprosy ekonomiki, Issue 11", "Stalin I., Voprosy ekonomiki", ["Voprosy ekonomiki"]),
    ("Davies R. W., Soviet Growth, Cambridge 1998, p. 4", "Soviet Growth, Cambridge 1998", ["Soviet Growth"]),
    ("In: Izvestiya UIS, No 6/1991, p. 1", "Izvestiya UIS, No 6/1991", ["Izvestiya UIS"]),
    (
        "Stalin i Kirov: Perepiska. 1931 g. (Ed. Ivanov O. V.), p. 6",
        "Stalin i Kirov: Perepiska. 1931 g. (Ed. Ivanov O. V.)",
        ["Stalin i Kirov: Perepiska. 1931 g."],
    ),
    ("He said: A choice must be made by all.", "A choice must be made by all", []),
    ("see Molotov, p. 3", "Molotov", []),
]


@pytest.mark.parametrize(("text", "marked", "titles"), EMPHASISED, ids=[text for text, _, _ in EMPHASISED])
def test_emphasis(text: str, marked: str, titles: list[str]) -> None:
    start = text.index(marked)
    hint = PartHints(emphasis=((start, start + len(marked)),))
    found = find_in_parts(["", text], AUTHORITY, [PartHints(), hint])[1]
    assert [each.surface for each in found if each.kind == "work"] == titles


def test_a_short_title_is_known_by_the_full_one() -> None:
    first = "Ivan Sidorov, Bread and Power: The Grain Problem (Moscow: Nauka, 1995), 14."
    found = find_in_parts(["In Bread and Power he argued so.", first], AUTHORITY)[0]
    assert [(each.surface, each.kind) for each in found] == [("Bread and Power", "work")]
