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
    (
        "Durand, J., « La steppe affamée », Le Mouvement social, 2001, p. 5.",
        "p Durand, J.|w La steppe affamée|w Le Mouvement social",
    ),
    (
        "J. Durand, “La steppe,” in: P. Martineau (dir.), Le livre du pain, Paris, Larose, 1997, p. 45.",
        "p J. Durand|w La steppe|p P. Martineau|w Le livre du pain|l Paris|o Larose",
    ),
    ("Durand, J. (1994), Khrushchev's Peasants, p. 4.", "p Durand, J.|w Khrushchev's Peasants"),
    ("Козлова Т. Указ. соч. С. 12; РГАЭ. Ф. 7486. Оп. 37. Д. 132.", "p Козлова Т.|o РГАЭ"),
    (
        "Aminat Chokobaeva, Cloé Drieu, and Oleg Petrenko, eds., The Great Bread of 1916 (Manchester: Larose, 2019), 5.",
        "p Aminat Chokobaeva|p Cloé Drieu|p Oleg Petrenko|w The Great Bread of 1916|l Manchester|o Larose",
    ),
    (
        "Cloé Drieu and Oleg Petrenko, eds. The Great Bread (Manchester: Manchester University Press, 2019), 5.",
        "p Cloé Drieu|p Oleg Petrenko|w The Great Bread|l Manchester|o Manchester University Press",
    ),
    (
        "Kritika Review, ed. Ada Smith (Oxford: Blackwell, 1990), 4.",
        "w Kritika Review|p Ada Smith|l Oxford|o Blackwell",
    ),
    (
        "Soviet History, eds. Ada Smith and Oleg Petrenko (Oxford: Blackwell, 1990), 4.",
        "w Soviet History|p Ada Smith|p Oleg Petrenko|l Oxford|o Blackwell",
    ),
    ("Jean Durand, Le pain noir (Genève : Droz, 2014), 5.", "p Jean Durand|w Le pain noir|l Genève|o Droz"),
    (
        "Jean Durand, Le pain noir (Paris\u00a0: Ernest Leroux, 1925), 5.",
        "p Jean Durand|w Le pain noir|l Paris|o Ernest Leroux",
    ),
    (
        "Jean Durand, Le pain noir, Paris : Ernest Leroux, 1925, p. 5.",
        "p Jean Durand|w Le pain noir|l Paris|o Ernest Leroux",
    ),
    (
        "Karl Schmidt, Völker doppelter Loyalität? Gerlingen: Bleicher 1984, S. 5.",
        "p Karl Schmidt|w Völker doppelter Loyalität?|l Gerlingen|o Bleicher",
    ),
    (
        "Karl Schmidt, Völker im Konflikt. Luxembourg: Harwood Academic, 1984.",
        "p Karl Schmidt|w Völker im Konflikt|l Luxembourg|o Harwood Academic",
    ),
    ("Izvestiya: Ezhednevnaya Gazeta, 1990, 4.", "w Izvestiya: Ezhednevnaya Gazeta"),
    ("“The Steppe.” SteppeGate, September 2016.", ""),
    ("The figures vary, 5–6 million, and are often more modest.", ""),
    ("2 vols. Exeter: University of Exeter Press, 2005 and 2007.", "l Exeter|o University of Exeter Press"),
    ("Ibid, pp. 154–155.", ""),
    ("See later, p. 3, and the letter of 1932.", ""),
]

ENTRIES = [
    ("Institut Istorii, ed. A History of Bread. Moscow: Nauka, 1980.", "w Institut Istorii|l Moscow|o Nauka"),
    (
        "—, ‘The Politics of Bread’, Central Asian Survey, 12 (1993), 3–20.",
        "w The Politics of Bread|w Central Asian Survey",
    ),
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

# entries that say what they are, with a heading over them and without
AUTHORED = [
    (
        "Смирнова А. П. Молотовская «революция хлеба» после перелома. М., 2006.",
        "p Смирнова А. П.|w Молотовская «революция хлеба» после перелома",
    ),
    (
        "Козлова Т.В., Смирнов А.П. Политика Н. С. Хрущева в степи // Отечественная история. 2001. № 3. С. 15–22.",
        "p Козлова Т.В.|p Смирнов А.П.|w Политика Н. С. Хрущева в степи|w Отечественная история",
    ),
    ("Козлова Т. В. Хлеб и власть. Алматы: Арыс, 2003.", "p Козлова Т. В.|w Хлеб и власть|l Алматы|o Арыс"),
    (
        "Green, D'Arcy M. 2002. “Steppe Lives under Khrushchev.” Cahiers du monde russe 39: 27–67.",
        "p Green, D'Arcy M.|w Steppe Lives under Khrushchev|w Cahiers du monde russe",
    ),
    (
        "Green, D'Arcy M. 2002. Steppe Lives under Khrushchev. Ithaca.",
        "p Green, D'Arcy M.|w Steppe Lives under Khrushchev|l Ithaca",
    ),
    (
        "Smith, Ada. 1996. Rebels under Khrushchev. Oxford University Press.",
        "p Smith, Ada|w Rebels under Khrushchev|o Oxford University Press",
    ),
    ("Smith, A. (1994), Molotov's Peasants, New York.", "p Smith, A.|w Molotov's Peasants|l New York"),
    (
        "Smith, A. R., Policing Molotov's Order, New Haven, 2009.",
        "p Smith, A. R.|w Policing Molotov's Order|l New Haven",
    ),
    (
        "Smith, Ada. Our Black Bread. Armonk, NY: M. E. Sharpe, 2001.",
        "p Smith, Ada|w Our Black Bread|l Armonk, NY|o M. E. Sharpe",
    ),
    ("Durand, Jean. « La steppe affamée ». Paris, 2006.", "p Durand, Jean|w La steppe affamée|l Paris"),
    (
        "Durand, Jean & Lefort, Paule (2003). Le pain noir. Paris: Larose.",
        "p Durand, Jean|p Lefort, Paule|w Le pain noir|l Paris|o Larose",
    ),
    (
        "Durand, Jean. Un pain noir, in: P. Martineau (dir.), Le livre du pain, Paris, Larose, 1997.",
        "p Durand, Jean|w Un pain noir|p P. Martineau|w Le livre du pain|l Paris|o Larose",
    ),
    (
        "Smith, Ada, and Rolfo Greenlees. 2001. The Bread System under Molotov. Cahiers du monde russe 42: 477–504.",
        "p Smith, Ada|p Rolfo Greenlees|w The Bread System under Molotov|w Cahiers du monde russe",
    ),
    (
        "Smith, J. Arch, and Oleg V. Petrenko. The Road: Molotov. New Haven: Yale University Press, 1999.",
        "p Smith, J. Arch|p Oleg V. Petrenko|w The Road: Molotov|l New Haven|o Yale University Press",
    ),
    (
        "Schmidt, Karl / Braun, Eva (Hg.): Brot und Steppe. Köln: Böhlau, 2001.",
        "p Schmidt, Karl|p Braun, Eva|w Brot und Steppe|l Köln|o Böhlau",
    ),
    (
        "Schmidt, K., Brot und Steppe, in: F. Braun (Hg.), Hunger im Osten, Köln, Böhlau, 2001, S. 5–20.",
        "p Schmidt, K.|w Brot und Steppe|p F. Braun|w Hunger im Osten|l Köln|o Böhlau",
    ),
    (
        "Suny, Ronald Grigor, and Terry Martin, eds. A State of Nations. New York: Oxford University Press, 2001.",
        "p Suny, Ronald Grigor|p Terry Martin|w A State of Nations|l New York|o Oxford University Press",
    ),
    (
        "Stites, Richard, and Abbott Gleason, eds. Bread Culture. Oxford: Blackwell, 1985.",
        "p Stites, Richard|p Abbott Gleason|w Bread Culture|l Oxford|o Blackwell",
    ),
    (
        "Redlich, Shimon, ed. War, Holocaust and Bread. Luxembourg: Harwood Academic, 1995.",
        "p Redlich, Shimon|w War, Holocaust and Bread|l Luxembourg|o Harwood Academic",
    ),
    (
        "Sahadeo, Jeff, Russell Zanca, and Ada Smith, eds. Everyday Bread. Bloomington: Indiana University Press, 2007.",
        "p Sahadeo, Jeff|p Russell Zanca|p Ada Smith|w Everyday Bread|l Bloomington|o Indiana University Press",
    ),
    (
        "Данилов В. П. (ред.) Хлеб деревни. М.: РОССПЭН, 1999.",
        "p Данилов В. П.|w Хлеб деревни|l М.|o РОССПЭН",
    ),
    (
        "Abramovitch, Raphael. The Great Bread, 1917–1939. New York: International Universities Press, 1962.",
        "p Abramovitch, Raphael|w The Great Bread, 1917–1939|l New York|o International Universities Press",
    ),
    (
        "Ehrlich, Eugen. Grundlegung der Soziologie. Köln: Duncker, 1913.",
        "p Ehrlich, Eugen|w Grundlegung der Soziologie|l Köln|o Duncker",
    ),
    (
        "———. The Politics of Bread: Reform. Berkeley: University of California Press, 1998.",
        "w The Politics of Bread: Reform|l Berkeley|o University of California Press",
    ),
    (
        "--- (1998). The Politics of Bread. Berkeley: University of California Press.",
        "w The Politics of Bread|l Berkeley|o University of California Press",
    ),
    (
        "Green, Dale. “The Bread.” In Encyclopaedia of the Steppe, edited by Ada Smith, 454-75. "
        "Albany, NY: Bibliotheca Persica, 1988.",
        "p Green, Dale|w The Bread|w Encyclopaedia of the Steppe|p Ada Smith|l Albany, NY|o Bibliotheca Persica",
    ),
    (
        "Schmidt, Karl. Völker doppelter Loyalität? Gerlingen: Bleicher 1984.",
        "p Schmidt, Karl|w Völker doppelter Loyalität?|l Gerlingen|o Bleicher",
    ),
    (
        "Smith, Ada. Who Ate the Bread? Moscow and the West, 1945–1990. Oxford: Blackwell, 1990.",
        "p Smith, Ada|w Who Ate the Bread? Moscow and the West, 1945–1990|l Oxford|o Blackwell",
    ),
    ("Durand, Jean. Le pain noir. Genève : Droz, 2014.", "p Durand, Jean|w Le pain noir|l Genève|o Droz"),
    ("Nowak, Jan. Chleb i step. Warszawa: PWN, 1999.", "p Nowak, Jan|w Chleb i step|l Warszawa|o PWN"),
]

# paragraphs that begin like an entry
NO_ENTRIES = [
    "Molotov, Vyacheslav. He was born in 1890 and signed the pact in 1939.",
    "— Bonjour, dit-il. Molotov : il est parti en 1998.",
    "Alma-Ata. 1932. Winter was cold in the town and no bread came.",
    "Smith and Green. They argued in 1998 that bread was power.",
    "Khrushchev, N. S. Famine came in 1946 and it was hard, and in 1953.",
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


@pytest.mark.parametrize("heading", ["Bibliography\n\n", ""])
@pytest.mark.parametrize(("text", "row"), AUTHORED, ids=[text[:50] for text, _ in AUTHORED])
def test_entries_of_every_style(text: str, row: str, heading: str) -> None:
    found = find(heading + text, AUTHORITY)
    assert [(each.surface, each.kind) for each in found] == expected(row)


def test_a_word_of_a_title_is_no_surname_elsewhere() -> None:
    text = "Frameworks for Murder.\n\nBibliography\n\nNorris, Norman M. Murder: A World History. Boston: Hall, 1990."
    assert [each.surface for each in find(text, AUTHORITY) if each.kind == "person"] == ["Norris, Norman M."]


@pytest.mark.parametrize("text", NO_ENTRIES)
def test_prose_that_begins_with_a_name_is_no_entry(text: str) -> None:
    assert "work" not in {each.kind for each in find(text, AUTHORITY)}


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
