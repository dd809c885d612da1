"""Which entries of the authority are found and which must not be: cases over the shipped authority, one line each."""

from __future__ import annotations

import pytest

from pipeline.entities import find, find_in_parts, load_authority

AUTHORITY = load_authority()

# text, then what is found in it: surface and entity
FOUND: list[tuple[str, list[tuple[str, str | None]]]] = [
    # one person, many spellings
    ("Goloshchekin wrote", [("Goloshchekin", "goloshchyokin")]),
    ("Goloshchyokin wrote", [("Goloshchyokin", "goloshchyokin")]),
    ("Goloshchiokin, Gološčekin", [("Goloshchiokin", "goloshchyokin"), ("Gološčekin", "goloshchyokin")]),
    ("Goloschtschokin und", [("Goloschtschokin", "goloshchyokin")]),
    ("Golochtchekine et", [("Golochtchekine", "goloshchyokin")]),
    ("Голощёкин и Голощекин", [("Голощёкин", "goloshchyokin"), ("Голощекин", "goloshchyokin")]),
    ("Yezhov, Ezhov, Ježov", [("Yezhov", "yezhov"), ("Ezhov", "yezhov"), ("Ježov", "yezhov")]),
    ("Jeschow, Iejov", [("Jeschow", "yezhov"), ("Iejov", "yezhov")]),
    # names in full, in every order
    ("As Filipp Isaevich Goloshchekin said", [("Filipp Isaevich Goloshchekin", "goloshchyokin")]),
    ("Filipp Goloshchyokin,4 were", [("Filipp Goloshchyokin", "goloshchyokin")]),
    ("F. I. Goloshchekin said", [("F. I. Goloshchekin", "goloshchyokin")]),
    ("F.I.Goloshchekin said", [("F.I.Goloshchekin", "goloshchyokin")]),
    ("F. Goloshchekin said", [("F. Goloshchekin", "goloshchyokin")]),
    ("(Goloshchekin F. I., 1930)", [("Goloshchekin F. I.", "goloshchyokin")]),
    ("(Kalinin M.I.)", [("Kalinin M.I.", "kalinin")]),
    ("Goloshchekin, Filipp Isaevich.", [("Goloshchekin, Filipp Isaevich", "goloshchyokin")]),
    ("Голощёкин Филипп Исаевич", [("Голощёкин Филипп Исаевич", "goloshchyokin")]),
    ("Vyacheslav M. Molotov, not", [("Vyacheslav M. Molotov", "molotov")]),
    ("Grigori Ya. Sokolnikov", [("Grigori Ya. Sokolnikov", "sokolnikov")]),
    ("Moiseĭ Il'ich Frumkin", [("Moiseĭ Il'ich Frumkin", "frumkin")]),
    ("V. I. Lenin and J. V. Stalin", [("V. I. Lenin", "lenin"), ("J. V. Stalin", "stalin")]),
    ("И. В. Сталин", [("И. В. Сталин", "stalin")]),
    ("JOSEPH STALIN", [("JOSEPH STALIN", "stalin")]),
    ("Stalin, V. Molotov and Rykov", [("Stalin", "stalin"), ("V. Molotov", "molotov"), ("Rykov", "rykov")]),
    ("When Stalin spoke", [("Stalin", "stalin")]),
    ("in the USSR. Stalin spoke", [("USSR", "soviet-union"), ("Stalin", "stalin")]),
    ("Comrade Stalin", [("Stalin", "stalin")]),
    ("Then Generalissimo Stalin came", [("Stalin", "stalin")]),
    ("Diesen Vorschlag lehnte Kremlchef Stalin ab", [("Stalin", "stalin")]),
    ("Als Revolutionsführer Lenin starb", [("Lenin", "lenin")]),
    ("Groucho Marx laughed at Karl Marx.", [("Groucho Marx", None), ("Karl Marx", "marx")]),
    # whole words
    ("Stalin’s policy", [("Stalin", "stalin")]),
    ("Stalin's policy", [("Stalin", "stalin")]),
    ("the kulaks’ grain", [("kulaks", "kulak")]),
    ("‘Stalin’", [("Stalin", "stalin")]),
    ("Stalin-era and anti-Stalin", [("Stalin", "stalin"), ("Stalin", "stalin")]),
    ("the Hitler-Stalin pact", [("Hitler", "hitler"), ("Stalin", "stalin")]),
    ("Stalin–Molotov", [("Stalin", "stalin"), ("Molotov", "molotov")]),
    ("de l’Ukraine, dell'URSS", [("Ukraine", "ukraine"), ("URSS", "soviet-union")]),
    ("Zinov'ev, Zinov’ev, Zinovʹev", [("Zinov'ev", "zinoviev"), ("Zinov’ev", "zinoviev"), ("Zinovʹev", "zinoviev")]),
    ("Alma-Ata, Alma\u2010Ata", [("Alma-Ata", "alma-ata"), ("Alma\u2010Ata", "alma-ata")]),
    ("😀 Kazakhstan 😀 USSR", [("Kazakhstan", "kazakhstan"), ("USSR", "soviet-union")]),
    # the longest spelling
    (
        "the Central Committee of the Communist Party",
        [("Central Committee of the Communist Party", "central-committee")],
    ),
    (
        "the Central Control Commission (TsKK)",
        [("Central Control Commission", "central-control-commission"), ("TsKK", "central-control-commission")],
    ),
    ("the TsK and the CK KPSS", [("TsK", "central-committee"), ("CK KPSS", "central-committee")]),
    ("the SNK of the KASSR", [("SNK of the KASSR", "sovnarkom-kazakhstan")]),
    ("the SNK", [("SNK", "sovnarkom")]),
    ("the Council of People’s Commissars", [("Council of People’s Commissars", "sovnarkom")]),
    ("the First Five-Year Plan", [("First Five-Year Plan", "first-five-year-plan")]),
    (
        "All-Union Communist Party (Bolshevik) (AUCP[B])",
        [("All-Union Communist Party (Bolshevik)", "communist-party"), ("AUCP[B]", "communist-party")],
    ),
    ("Western Siberia", [("Western Siberia", "western-siberia")]),
    ("the Kazakh ASSR, or KASSR", [("Kazakh ASSR", "kazakhstan"), ("KASSR", "kazakhstan")]),
    # case
    ("Kulaks and KULAKS", [("Kulaks", "kulak"), ("KULAKS", "kulak")]),
    ("Collective farms, Collective Farms", [("Collective farms", "kolkhoz"), ("Collective Farms", "kolkhoz")]),
    (
        "kolkhoz, kolkhozy, kolkhozes, Kolchose",
        [("kolkhoz", "kolkhoz"), ("kolkhozy", "kolkhoz"), ("kolkhozes", "kolkhoz"), ("Kolchose", "kolkhoz")],
    ),
    ("STALIN", [("STALIN", "stalin")]),
    ("the bai and the aul", [("bai", "bai"), ("aul", "aul")]),
    # neighbours that must stay apart
    ("kulak, gulag", [("kulak", "kulak"), ("gulag", "gulag")]),
    ("GPU, OGPU, NKVD", [("GPU", "gpu"), ("OGPU", "ogpu"), ("NKVD", "nkvd")]),
    (
        "Lazar Kaganovich and Mikhail Kaganovich",
        [("Lazar Kaganovich", "kaganovich-lazar"), ("Mikhail Kaganovich", "kaganovich-mikhail")],
    ),
    (
        "Kaganovich, L. M.; Kaganovich M. M.",
        [("Kaganovich, L. M.", "kaganovich-lazar"), ("Kaganovich M. M.", "kaganovich-mikhail")],
    ),
    # surnames that the full name elsewhere decides
    (
        "Lazar M. Kaganovich came. Kaganovich left.",
        [("Lazar M. Kaganovich", "kaganovich-lazar"), ("Kaganovich", "kaganovich-lazar")],
    ),
    ("Isaev came. Uraz Isaev left.", [("Isaev", "isaev"), ("Uraz Isaev", "isaev")]),
]

NOT_FOUND = [
    ("another word", "Stalinist, Stalinists, Stalinka, Trotskyite, Leninism"),
    ("a name inside a name", "Leninsk, Leningrader, Kirovograd, Isaevich"),
    ("lower case", "stalin, kazakhstan, central committee, ogpu"),
    ("a short name in capitals", "MAO"),
    ("a short term capitalised", "Bai Juyi, Aul"),
    ("another's given name", "Vasily Stalin, Svetlana Stalin, Artem Mikoyan"),
    (
        "a relative or namesake",
        "Svetlana Alliluyeva, Austen Chamberlain, Indira Gandhi, Robert Kennedy, Anton Antonov-Ovseenko",
    ),
    ("another's given name that is seldom a word", "Eleanor Roosevelt, Nelson Stalin"),
    ("another's initials", "B. K. Kirov, A. Molotov, Bukharin K. S., Rykov, Z. Z."),
    ("another's patronymic", "Iosif Petrovich Stalin"),
    ("a double name", "Kirov-Petrov, Petrov-Kirov"),
    ("a common surname alone", "Isaev, Andreev, Cameron"),
    ("a common surname of another", "Boris Isaev, V. Isaev, Isaev B."),
    ("one of two, nobody knows which", "Kaganovich, Каганович"),
    ("a common surname with one initial", "S. Cameron, Danilov V., Danilov V. I., Z. Andreev"),
    ("a third of the name", "Boris Kaganovich"),
    ("the two Petrovskys", "L. P. Petrovsky and Petr Petrovsky"),
    ("an address", "https://example.org/Stalin/Kazakhstan www.example.org/Lenin"),
    ("a word that goes on after an apostrophe", "Stalin'ev, kulak’nyi"),
    ("digits glued on", "Stalin4, 7TsK"),
    ("a stress mark", "Ста́лин Stalin\u0301"),
    ("a nationality, a month, the Party", "Kazakh, Soviet, Russian, March, the Party"),
    ("nothing", ""),
]

# neither alone is sure: both are named, or a namesake is
LEFT_ALONE = [
    ("Lazar Kaganovich, Mikhail Kaganovich. Then Kaganovich spoke.", 2),
    ("Uraz Isaev met Boris Isaev. Then Isaev spoke.", 1),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_found(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(found.surface, found.authority_id) for found in find(text, AUTHORITY)] == expected


@pytest.mark.parametrize(("why", "text"), NOT_FOUND, ids=[why for why, _ in NOT_FOUND])
def test_not_found(why: str, text: str) -> None:
    assert [found for found in find(text, AUTHORITY) if found.authority_id] == []


@pytest.mark.parametrize(("text", "mentions"), LEFT_ALONE)
def test_left_alone(text: str, mentions: int) -> None:
    found = find(text, AUTHORITY)
    assert sum(each.authority_id is not None for each in found) == mentions
    assert (found[-1].kind, found[-1].authority_id) == ("person", None)


BY_CONTEXT = "; others bear it, but only this one is named in the document"


def test_reasons_are_words() -> None:
    text = "Uraz Isaev wrote to Goloshchekin and the TsK. Isaev waited."
    assert [(found.confidence, found.why) for found in find(text, AUTHORITY)] == [
        (0.99, "spelling 'Isaev' of Uraz Isaev in the authority, with fitting given name or initials"),
        (0.9, "spelling 'Goloshchekin' of Filipp Goloshchyokin in the authority"),
        (0.95, "spelling 'TsK' of Central Committee in the authority"),
        (0.7, f"spelling 'Isaev' of Uraz Isaev in the authority{BY_CONTEXT}"),
    ]


def test_a_note_is_read_with_its_body() -> None:
    body, note = "Lazar Kaganovich came.", "Kaganovich, speech."
    assert [found.authority_id for found in find(note, AUTHORITY)] == [None]
    in_body, in_note = find_in_parts([body, note], AUTHORITY)
    assert [found.authority_id for found in in_body + in_note] == ["kaganovich-lazar", "kaganovich-lazar"]
    assert in_body == find(body, AUTHORITY)
