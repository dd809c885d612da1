"""What a text gives away without the authority: names of every kind, by what stands beside them."""

from __future__ import annotations

import pytest

from pipeline.entities import PartHints, find, find_in_parts, load_authority

AUTHORITY = load_authority()

PERSONS = [
    (
        "Wolfgang Amadeus Mozart and Thomas Hunt Morgan came. Later both Mozart and, after him, Morgan wrote.",
        ["Wolfgang Amadeus Mozart", "Thomas Hunt Morgan", "Mozart", "Morgan"],
    ),
    ("Then Igor' Stravinsky, Akmal’ Ikramov", ["Igor' Stravinsky", "Akmal’ Ikramov"]),
    ("It was James' Bible, and he read 'Igor' Stravinsky' there.", ["Stravinsky"]),
    ("It was Martin Luther King who spoke, and King, Jr., too", ["Martin Luther King"]),
    ("Oliver Wendell Holmes Jr. ruled", ["Oliver Wendell Holmes Jr."]),
    ("Lucas Cranach the Elder, Alexandre Dumas fils", ["Lucas Cranach the Elder", "Alexandre Dumas fils"]),
    ("Frederick William III and Frederick William IV", ["Frederick William III", "Frederick William IV"]),
    ("The General Assembly of Major Problems met General Relativity. Professor Emeritus of it.", []),
    ("So General Grant left; to Grant it was all one.", ["Grant"]),
    ("The Plan de Ayala, the Ministerio de Cultura, the Palazzo di Giustizia.", []),
    ("Hernán de Soto, Garcilaso de la Vega", ["Hernán de Soto", "Garcilaso de la Vega"]),
    ("Blanca de Borbón and Salvador de Madariaga", ["Blanca de Borbón", "Salvador de Madariaga"]),
    ("Leonardo da Vinci, Giorgio de Chirico", ["Leonardo da Vinci", "Giorgio de Chirico"]),
    ("Donald Trump met Ivana Trump. Then Trump left.", ["Donald Trump", "Ivana Trump", "Trump"]),
    ("He met V. P. Ogarkov there.", ["V. P. Ogarkov"]),
    ("He met V.P.Ogarkov there.", ["V.P.Ogarkov"]),
    ("Report of Ogarkov V. P. to the centre", ["Ogarkov V. P."]),
    ("the so-called group of Martemjan N. Rjutin", ["Martemjan N. Rjutin"]),
    ("as Ivan Petrovich Sidorenko wrote", ["Ivan Petrovich Sidorenko"]),
    ("David Lloyd George in England", ["David Lloyd George"]),
    ("Comrade Roshal’s report", ["Roshal"]),
    ("The historian Sheila Fitzpatrick disagrees.", ["Sheila Fitzpatrick"]),
    ("This was shown by Taniuchi in detail.", ["Taniuchi"]),
    ("Conquest (1986) claims more.", ["Conquest"]),
    ("more was claimed (Conquest, 1986; Maksudov 1999)", ["Conquest", "Maksudov"]),
    ("a page is enough (Conquest 234)", ["Conquest"]),
    ("a page is enough (Ohayon, 14–15)", ["Ohayon"]),
    ("So Robert Conquest put it. Later Conquest changed his mind.", ["Robert Conquest", "Conquest"]),
    ("Kondrashin, Viktor V., Golod", ["Kondrashin, Viktor V."]),
    ("Danilov V.P./Khlevniuk O.V.", ["Danilov V.P.", "Khlevniuk O.V."]),
    ("Rykov and Tomsy warned. Tomsy remained silent.", ["Rykov", "Tomsy", "Tomsy"]),
    ("Sadvokasov was opposed to it.", ["Sadvokasov"]),
    ("They told Zhurgenov. Zhurgenov left.", ["Zhurgenov", "Zhurgenov"]),
    ("under Nicholas II and Ablai Khan", ["Nicholas II", "Ablai Khan"]),
    ("as Ж. Б. Абылхожин писал", ["Ж. Б. Абылхожин"]),
    ("letter to V. M. Molotovu", ["V. M. Molotovu"]),
    ("In Melvin Leffler’s view it failed. Leffler says so.", ["Melvin Leffler", "Leffler"]),
    ("as Mark von Hagen said; later von Hagen replied", ["Mark von Hagen", "von Hagen"]),
    ("M. von Hagen and J. Arch Getty", ["M. von Hagen", "J. Arch Getty"]),
    ("betrayed by Roman Malinovsky", ["Roman Malinovsky"]),
    ("the Shcherbina expedition", ["Shcherbina"]),
    ("Liang and Zheng Qiaoli concluded it.", ["Zheng Qiaoli"]),
    ("In his memoirs Kasimir Dadunashvili says so.", ["Kasimir Dadunashvili"]),
    ("Naimark’s view of Tamara Gogiani. Gogiani said so.", ["Naimark", "Tamara Gogiani", "Gogiani"]),
    ("Петренко И. Е. Хлебная дорога вышла.", ["Петренко И. Е."]),
    ("Dobrelskis Bericht war lang.", ["Dobrelskis"]),
    ("Byl Molotov.", ["Molotov"]),
    ("Sarah Green University of Maryland", ["Sarah Green"]),
    (
        "Niccolò Pianciola, Isabelle Ohayon and Robert Kindler",
        ["Niccolò Pianciola", "Isabelle Ohayon", "Robert Kindler"],
    ),
    # the next in a list is no given name of the one before, what stands behind a lone surname is
    (
        "Historians such as Jane Burbank, Terry Martin and Adeeb Khalid disagree.",
        ["Jane Burbank", "Terry Martin", "Adeeb Khalid"],
    ),
    ("by Melvyn Dubofsky, John L. Lewis: A Biography", ["Melvyn Dubofsky", "John L. Lewis"]),
    ("by T. Burbank, Terry Martin and others", ["T. Burbank", "Terry Martin"]),
    ("Burbank, Terry Martin, Empire", ["Burbank, Terry Martin"]),
    ("Interestingly, John Martin said so.", ["John Martin"]),
    # given names that end as surnames do
    (
        "The mufti was Shamsuddin Bobokhonov. His father was Ziyouddin Bobokhonov.",
        ["Shamsuddin Bobokhonov", "Ziyouddin Bobokhonov"],
    ),
    ("as Devin DeWeese and Galimjan Sharaf wrote; DeWeese too", ["Devin DeWeese", "Galimjan Sharaf", "DeWeese"]),
    ("Kalinin Stalin and Kirov Lenin", ["Kalinin", "Stalin", "Kirov", "Lenin"]),
    ("They met Zimin. Later Zimin Dobrelin came.", ["Zimin", "Zimin", "Dobrelin"]),
    ("Низамеддин Ходжаев и Шарафутдин Валиев", ["Низамеддин Ходжаев", "Шарафутдин Валиев"]),
    # a patronymic makes a name of the word before it
    ("Тогда пришёл Дормидонт Иванович Петров.", ["Дормидонт Иванович Петров"]),
    ("Then Slobodan Milosevich left the Kievan Rabinovich.", ["Slobodan Milosevich"]),
    ("Киево-Печерская Лавра, закрыта", ["Киево-Печерская"]),
    # a full name learned elsewhere holds where a sentence begins with it
    ("Franklin D. Roosevelt signed. Eleanor Roosevelt spoke.", ["Franklin D. Roosevelt", "Eleanor Roosevelt"]),
    (
        "Later Buddy Roosevelt came. Buddy Roosevelt left, and Roosevelt too.",
        ["Buddy Roosevelt", "Buddy Roosevelt", "Roosevelt"],
    ),
    (
        "Fayzulla Khojaev and Ubaydulla Khojaev met. Ubaydulla Khojaev was exiled.",
        ["Fayzulla Khojaev", "Ubaydulla Khojaev", "Ubaydulla Khojaev"],
    ),
    (
        "Halide Edib Adıvar returned. So came the physician Abdülhak Selçuk Adıvar.",
        ["Halide Edib Adıvar", "Abdülhak Selçuk Adıvar"],
    ),
    # adjectives of places are no surnames, misprinted or not, but behind a given name
    ("Nikolai Bukharin was shot. The head of the Bukharan republic was shot.", ["Nikolai Bukharin"]),
    ("The Khivans, the Khorezmian army and the Great Khorezmian Road.", []),
    ("Then Ervand Kazanian came. Kazanian left.", ["Ervand Kazanian", "Kazanian"]),
    # surnames that end as adherents, adverbs and participles do
    (
        "So Peter Holquist, James Connolly, Paul Manning and Richard Stites wrote. Later Holquist did.",
        ["Peter Holquist", "James Connolly", "Paul Manning", "Richard Stites", "Holquist"],
    ),
    ("asked Professor Manning (Stites 1989)", ["Manning", "Stites"]),
    ("Joseph Stalinist, the Trotskyites, Leninism, Karl Zinovievite, Ivan Collectivizing", []),
    ("At the General Meeting of the Planning Commission, John Meeting", []),
    # given names of the families of names, without those that are words
    (
        "Émile Durkheim, Konrad Adenauer, Yusuf Akçura, Halil Inalcik and Hugues Lagrange",
        ["Émile Durkheim", "Konrad Adenauer", "Yusuf Akçura", "Halil Inalcik", "Hugues Lagrange"],
    ),
    ("Bill Gates, the Hope Diamond, the Marshall Plan, the Marine Corps and the Art Nouveau", []),
    ("In San Pablo City and on Santa Monica Boulevard Pablo Neruda wrote.", ["Pablo Neruda"]),
    ("Слава Советской Армии! Хлеб Украины. Спартак Москва.", []),
    # two unknown words, of which the second stands for both elsewhere
    ("When Kwame Nkrumah came, they left. In it Nkrumah spoke.", ["Kwame Nkrumah", "Nkrumah"]),
    ("There Cristino Martos spoke; but Martos left. Thereupon Martos came.", ["Cristino Martos", "Martos", "Martos"]),
    ("In the Khmer Rouge they fought; the Rouge won. Costa Rica and Taj Mahal; from Mahal.", []),
    ("In Viet Minh they saw Magna Carta; for Minh and Carta. Tsarskoe Selo; from Selo.", []),
    ("They took Stary Oskol and then Oskol. Les Temps Modernes parut; des Modernes.", []),
]

ORGANISATIONS = [
    (
        "at Cornell University and its Institute of History and Ethnology",
        ["Cornell University", "Institute of History and Ethnology"],
    ),
    ("the Moscow Industrial Academy", ["Moscow Industrial Academy"]),
    ("the Union of Marxists-Leninists", ["Union of Marxists-Leninists"]),
    (
        "Members of the People’s Commissariat of Agriculture of the RSFSR",
        ["People’s Commissariat of Agriculture of the RSFSR"],
    ),
    ("the Central Committee of VKS/b met", ["Central Committee of VKS/b"]),
    ("the VKS/b Transcaucasus Bureau", ["VKS/b Transcaucasus Bureau"]),
    ("RGVIA, f. 17", ["RGVIA"]),
    ("the KazSovnarkom and Sredazburo, Soiuzkhleb", ["KazSovnarkom", "Sredazburo", "Soiuzkhleb"]),
    ("secretary of the Siberian regional party committee", ["Siberian regional party committee"]),
    ("the Iakovlev commission", ["Iakovlev commission"]),
    ("the British company Metro-Wickers", ["Metro-Wickers"]),
    ("the kolkhoz “Nash trud” (“Our Work”)", ["Nash trud", "Our Work"]),
    ("the Tashkent Soviet of Deputies", ["Tashkent Soviet"]),
    ("the A. M. Gor'kii Urals State University", ["A. M. Gor'kii Urals State University"]),
    ("the Sixth Kazakh Regional Party Conference", []),
    ("the CIK of the USSR", ["CIK of the USSR"]),
    ("the Kirov Ballet and the Lenin Opera", ["Kirov Ballet", "Lenin Opera"]),
]

PLACES = [
    ("in Batbakkara district. Batbakkara rose.", ["Batbakkara district", "Batbakkara"]),
    ("the Petropavloskii district", ["Petropavloskii district"]),
    ("in the [Ubanskii] district", ["[Ubanskii] district"]),
    ("inhabitants of Maksim-Gorkii-district", ["Maksim-Gorkii-district"]),
    ("the former Dzhegysiiskii and Adaevskii regions", ["Dzhegysiiskii", "Adaevskii"]),
    ("Lake Zaisan and the Aral Sea", ["Lake Zaisan", "Aral Sea"]),
    ("born in the village of Karabulak", ["Karabulak"]),
    ("Northern Ukraine, Left-Bank Ukraine", ["Northern Ukraine", "Left-Bank Ukraine"]),
    ("in the South of Russia", ["South of Russia"]),
    ("the Central Volga Basin", ["Central Volga Basin"]),
    ("in Atyrau, Mangistau and Aqtobe provinces", ["Atyrau", "Mangistau", "Aqtobe"]),
    ("the Uzbek Autonomous Socialist Soviet Republic", ["Uzbek Autonomous Socialist Soviet Republic"]),
    ("Victoria Park and the Molotov Bridge", ["Victoria Park", "Molotov Bridge"]),
    ("Er kam nach Tambow.", ["Tambow"]),
    ("exile in Turukhansky Krai", ["Turukhansky Krai"]),
]

WORKS = [
    ("His ‘Remarks on Economics’, published in Pravda", ["Remarks on Economics", "Pravda"]),
    ("a joint decree “On the confiscation of households.”", ["On the confiscation of households"]),
    ("the newspaper Tilshi", ["Tilshi"]),
    ("the Munich Agreement", ["Munich Agreement"]),
    (
        "In his book For the Soul of Mankind: The United States, the Soviet Union, and the Cold War, he says",
        ["For the Soul of Mankind: The United States, the Soviet Union, and the Cold War"],
    ),
    ("Moshe Lewin’s Russian Peasants and Soviet Power appeared", ["Russian Peasants and Soviet Power"]),
    ("In this study, Lynne Viola shows it", []),
    ("see Davies, The Industrialisation of Russia, vol. 1 (see Davies, The Steppe, vol. 1, p. 3)", ["The Steppe"]),
    ("R. C. Tucker, Stalin as Leader, 1879–1929 (New York, 1973), biography", ["Stalin as Leader, 1879–1929"]),
    ("J. Hughes, Stalin, Siberia, and the Crisis (Cambridge, 1991), shows", ["Stalin, Siberia, and the Crisis"]),
]

TERMS = [
    ("a turn (dogovornost) in practice. Then dogovornost again.", ["dogovornost", "dogovornost"]),
    ("kolkhozy, kishlaks and otkochevniki", ["kolkhozy", "kishlaks", "otkochevniki"]),
]

NOTHING = [
    ("the first word of a sentence", "Peasants left. Grain was taken. Villages starved. Collectives failed."),
    ("months and days", "In March and on Monday, October-December, in May."),
    (
        "peoples and adjectives",
        "Kazakhs, Russian peasants, the Soviet state, Stalinist, Trotskyites, Leninism, the Ukrainians, Central Asian.",
    ),
    (
        "nouns of German, and what stands between them",
        "Das Gesetz zur Änderung gilt für die Behörden der Länder. Ziel der Bewegung war die Freiheit von Angst."
        " Die Regierung der Republik verhandelte mit der Partei der Arbeiter.",
    ),
    (
        "nouns of German that end as surnames do, and set phrases",
        "Die Königin und die Lehrerin kamen; die Disziplin und das Benzin. Das Gesetz trat in Kraft. Er war in Gefahr.",
    ),
    ("headings in capitals", "THE POLICY AND ITS RESULTS\n\nWAR AND HUNGER"),
    ("Roman numbers", "the XV congress, Part II, chapter IX"),
    ("the party, the centre", "the Party, the Committee, the Institute, the Government, the Secretary, the Commission"),
    ("a number behind a war", "after World War I. Peasants starved."),
    ("letters that are no name", "see vol. II, pp. 3, NB, PhD, ISBN"),
    ("the republic's kind in brackets", "the Republic (ASSR)"),
    ("an adjective in brackets", "comprehensive (sploshnaia) and brutally (zverski)"),
    ("an encoded address", "https://ru.example.org/" + "%D0%BE%D1%86%D0%B8%D0%B0%D0%BB%D0" * 20 + "%BB%D0%BE_%D0%90"),
    ("a quotation", "He said: “The whole matter rests on grain.” ‘Without scandal’"),
]

# text, kind, surface: what the rules don't know
KNOWN_FAILURES = [
    ("Vissarion V. Lominadze, known as Beso, left.", "person", "Beso"),
    ("groups such as Jugostal and others", "organisation", "Jugostal"),
    ("vodka (Rykovka) was sold", "term", "Rykovka"),
    ("the newly established state meat farm", "term", "state meat farm"),
    ("working for the district kolkhoz federation", "organisation", "district kolkhoz federation"),
]

CASES = [
    (kind, text, surfaces)
    for kind, cases in (
        ("person", PERSONS), ("organisation", ORGANISATIONS), ("place", PLACES), ("work", WORKS), ("term", TERMS),
    )
    for text, surfaces in cases
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "surfaces"), CASES, ids=[text for _, text, _ in CASES])
def test_found(kind: str, text: str, surfaces: list[str]) -> None:
    assert [found.surface for found in find(text, AUTHORITY) if found.kind == kind] == surfaces


@pytest.mark.parametrize(("why", "text"), NOTHING, ids=[why for why, _ in NOTHING])
def test_nothing_is_found(why: str, text: str) -> None:
    assert [(found.surface, found.kind) for found in find(text, AUTHORITY)] == []


@pytest.mark.parametrize(
    ("text", "kind", "surface"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True), id=case[2]) for case in KNOWN_FAILURES],
)
def test_not_yet_found(text: str, kind: str, surface: str) -> None:
    assert (surface, kind) in {(found.surface, found.kind) for found in find(text, AUTHORITY)}


# text, then what is defined: both sides
DEFINITIONS = [
    ("the Central Office for Fodder Accounting (TsUKKh)", [("Central Office for Fodder Accounting", "TsUKKh")]),
    ("the SNK [the Council of People’s Commissars] met", [("SNK", "Council of People’s Commissars")]),
    ("the federation (raikolkhozsoiuz, RKZ) sent it", [("raikolkhozsoiuz", "RKZ")]),
    (
        "the People's Commissariat of Canals [Narkomkan] was new",
        [("People's Commissariat of Canals", "Narkomkan")],
    ),
    ("the Union of Bread Makers (Russian: Soiuz khlebov) met", [("Union of Bread Makers", "Soiuz khlebov")]),
    ("the machine and tool depot (MTD) was new", [("machine and tool depot", "MTD")]),
    # the whole of it, not the place or the treaty at its end
    (
        "The Spiritual Board of the Muslims of Central Asia and Kazakhstan (SADUM) met",
        [("Spiritual Board of the Muslims of Central Asia and Kazakhstan", "SADUM")],
    ),
    ("the Committee for Trade with Turkey (CTT) met", [("Committee for Trade with Turkey", "CTT")]),
    ("the Committee for Trade with Cuba (CTC) met", [("Committee for Trade with Cuba", "CTC")]),
    ("the United Gold Coast Convention (UGCC) won", [("United Gold Coast Convention", "UGCC")]),
    # a place's own letters, and none of a place's
    ("the Communist Party in Turkestan (TASSR) met", [("Turkestan", "TASSR")]),
    ("all of the trade with Turkey (CTT) stopped", []),
]


@pytest.mark.parametrize(("text", "sides"), DEFINITIONS, ids=[text for text, _ in DEFINITIONS])
def test_definitions(text: str, sides: list[tuple[str, str]]) -> None:
    defined = {(found.surface, found.defines) for found in find(text, AUTHORITY) if found.defines}
    assert defined == {pair for long, short in sides for pair in ((long, short), (short, long))}


# text, and what its letters mean: entries of the authority, None where the text means something else by them
LETTERS = [
    ("The Moscow Textile Society (MTS) met. The MTS was new.", {None}),
    ("The Navy Kayak Veterans' Department (NKVD) met. The NKVD's boat was new.", {None}),
    ("The machine and tractor stations (MTS) came. The MTS was new.", {"mts"}),
    ("Narodnyi komissariat vnutrennikh del (NKVD) met. The NKVD was new.", {"nkvd"}),
    ("The Ministry of Internal Affairs of the USSR (MVD) met.", {"mvd"}),
]


@pytest.mark.parametrize(("text", "entries"), LETTERS, ids=[text[:40] for text, _ in LETTERS])
def test_letters_mean_what_the_text_says(text: str, entries: set[str | None]) -> None:
    assert {found.authority_id for found in find(text, AUTHORITY) if found.surface.isupper()} == entries


def test_a_defined_form_is_found_again_in_every_part() -> None:
    body, note = "the Fodder Accounting Office (FAO) wrote.", "It came from the FAO."
    assert "FAO" in {found.surface for found in find_in_parts([body, note], AUTHORITY)[1]}


# surface in a text, and the name to compare
NAMES = [
    ("V.P.Ogarkov said", "V. P. Ogarkov"),
    ("Kondrashin, Viktor V., Golod", "Viktor V. Kondrashin"),
    ("Danilov V.P./", "V. P. Danilov"),
    ("Голощёкин Филипп Исаевич", "Филипп Исаевич Голощёкин"),
    ("letter to V. M. Molotovu", "V. M. Molotov"),
    ("Stalin’s policy", "Stalin"),
    ("Sutton Antony, Western technology", "Antony Sutton"),
    ("pis'mo I. V. Stalina", "I. V. Stalin"),
    ("M. I. Ulyanova wrote", "M. I. Ulyanova"),
]


@pytest.mark.parametrize(("text", "name"), NAMES, ids=[name for _, name in NAMES])
def test_names_are_put_right(text: str, name: str) -> None:
    assert [found.name for found in find_in_parts(["", text], AUTHORITY)[1]] == [name]


def test_a_foreign_word_in_small_letters_is_a_term() -> None:
    text = "the hard dogovornost and the brutal zverski of it"
    hint = PartHints(foreign=((9, 20, "ru", ("alaloc",)), (36, 43, "ru", ("alaloc",))))
    found = find_in_parts([text], AUTHORITY, [hint])[0]
    assert [(each.surface, each.kind) for each in found] == [("dogovornost", "term")]


def test_a_person_that_stands_once_is_no_surer_for_it() -> None:
    (found,) = find("Then Yanka Kupala came.", AUTHORITY)
    assert (found.confidence, found.why) == (0.6, "two words that no list has")


def test_emphasis_gives_titles_away() -> None:
    text = "She wrote Red Nights in the Steppe long ago."
    hint = PartHints(emphasis=((10, 33),))
    (found,) = find_in_parts([text], AUTHORITY, [hint])[0]
    assert (found.surface, found.kind) == ("Red Nights in the Steppe"[:23], "work")


@pytest.mark.parametrize(
    ("text", "marked", "kind"),
    [
        ("Then Ivan Petrovich Sidorenko left.", "Ivan Petrovich Sidorenko", "person"),
        ("Then Filipp Goloshchekin left.", "Filipp Goloshchekin", "person"),
        ("He wrote the book Filipp Goloshchekin in a year.", "Filipp Goloshchekin", "work"),
        ("He read The Steppe of Tears again.", "The Steppe of Tears", "work"),
    ],
)
def test_a_persons_name_in_emphasis_is_a_title_only_behind_a_word_for_writings(
    text: str, marked: str, kind: str
) -> None:
    start = text.index(marked)
    hint = PartHints(emphasis=((start, start + len(marked)),))
    ((found,),) = find_in_parts([text], AUTHORITY, [hint])
    assert (found.kind, found.surface) == (kind, marked)
