"""Compounds that grammar writes with a hyphen, by language: which they are, and what proves that a word is one.

A pattern is matched against the word with its hyphen, in small letters, without the parts before its last hyphen but
one. Of CLOSED ones both parts are known; those of OPEN ones are proved by word lists: both parts are words, the joined
form is none. (The lists have hyphenated words joined too, about a thousand times as rare as they are.)
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.cleaning import word_lists

UNITS = "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
PRONOUNS = "moi|toi|lui|elle|elles|soi|nous|vous|eux|cela|ce"
KIN = "pères?|mères?|fils|filles?|frères?|sœurs?|soeurs?|oncles?|tantes?|parents?|enfants?|neveux?|nièces?"
# Russian and Ukrainian words that ask, in all cases.
ASKING_RU = (
    "кто|кого|кому|кем|ком|что|чего|чему|чем|чём|как|как(?:ой|ая|ое|ие|ого|ую|ому|им|их|ими|ом)|где|куда|откуда|когда"
    "|почему|зачем|отчего|сколько|чей|чья|чьё|чье|чьи|чьего|чьему|чьим|чьих|чьей|чью"
)
ASKING_UK = (
    "хто|кого|кому|ким|що|чого|чому|чим|як|як(?:ий|а|е|і|ого|у|ому|им|их|ими|ої|ій)|де|куди|звідки|коли|навіщо|скільки"
    "|чий|чия|чиє|чиї|чийого"
)
IMPERATIVES_RU = (
    "давай|дай|иди|пойди|поди|пойдём|пойдем|ну|на|смотри|посмотри|погляди|гляди|глянь|взгляни|скажи|расскажи|покажи"
    "|подожди|погоди|слушай|послушай|попробуй|подумай|возьми|вспомни|принеси|поставь|ступай|садись|угадай|позволь"
)
IMPERATIVES_UK = (
    "(?:іди|йди|слухай|дивись|подивись|скажи|кажи|розкажи|покажи|дай|чекай|почекай|стривай|постривай|ходи|бери|подумай"
    "|глянь)(?:те)?|ідіть|скажіть|кажіть|розкажіть|покажіть|ходімо|ану|нумо"
)
IN_THE_WAY_OF = (
    "по-(?:моему|твоему|своему|нашему|вашему|другому|иному|новому|старому|разному|прежнему|видимому|настоящему|хорошему"
    "|доброму|плохому|простому|тихому|быстрому|любому|домашнему|взрослому|русски|немецки|английски|французски"
    "|человечески)"
)
ADJECTIVE_RU = "(?:ий|ая|ое|ие|ого|ой|ому|им|их|ими|ую|ом)"
ADJECTIVE_UK = "(?:ий|а|е|і|ого|ої|ому|ій|им|их|ими|у|ою)"
ADJECTIVE_PL = "(?:y|i|a|e|ie|ego|iego|ej|iej|emu|iemu|ym|im|ych|ich|ymi|imi|ą)"
COLOURS_PL = "czarn|biał|czerwon|niebiesk|zielon|żółt|szar|brązow|złot|srebrn|błękitn"
SAYS = r"(?:\w*(?:ait|oit|eut|aut|ient)|est|dit|fit|fut|vit|put|répond|rend|prend)"
SAY = r"(?:sont|ont|font|vont|\w+ront|\w+aient|\w+irent|\w+èrent|\w{2,}vent)"
RANKS = (
    r"présidente?|roi|reine|consul|amir(?:al|aux)|chancelier|recteur|officier|lieutenant|préf(?:et|ecture)|directeur"
)
AGAIN = re.compile(r"(\w{4,})-(?:не)?\1")  # `чуть-чуть`, `видимо-невидимо`

CLOSED = {
    "en": rf"""(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:{UNITS})
        |no-one|well-(?:being|off)|(?:passers?|hangers?|lookers?|runners?)-(?:by|on|up)""",
    "fr": rf"""(?:{PRONOUNS})-mêmes?|(?:celui|celle|ceux|celles)-(?:ci|là)|(?:est|était|sont|serait|fût)-ce
        |(?:grande?|grands|petite?s?|beau|beaux|belles?|arrière)-(?:{KIN})
        |là-(?:bas|haut|dessus|dessous|dedans|devant|derrière)|ci-(?:dessus|dessous|après|contre|devant|joint|gît)
        |au-(?:dessus|dessous|devant|dedans|dehors|delà)|quelques-une?s|peut-être
        |dix-(?:sept|huit|neuf)|(?:vingt|trente|quarante|cinquante|soixante)-(?:deux|trois|quatre|cinq|six|sept|huit|neuf)
        |soixante-(?:dix|onze|douze|treize|quatorze|quinze|seize)|quatre-vingts?|(?:vice|sous)-(?:{RANKS})s?""",
    "pl": rf"""(?:północno|południowo)-(?:wschodn|zachodn){ADJECTIVE_PL}
        |(?:{COLOURS_PL})o-(?:{COLOURS_PL}){ADJECTIVE_PL}""",
    "ru": rf"""(?:{ASKING_RU})-(?:то|либо|нибудь)|кое-(?:{ASKING_RU})|во?-(?:первых|вторых|третьих|четв[её]ртых|пятых)
        |(?:вс[её]|так|опять|прямо|довольно|верно)-таки|(?:{IMPERATIVES_RU})-ка|(\w{{3,}})ым-\1о|{IN_THE_WAY_OF}""",
    "uk": rf"""(?:{ASKING_UK})-(?:то|небудь)|(?:будь|казна|хтозна)-(?:{ASKING_UK})|по-(?:перше|друге|третє|четверте)
        |по-(?:моєму|твоєму|своєму|нашому|вашому|іншому|новому|старому|різному|справжньому|доброму)
        |(?:все|так|таки|знов|усе)-таки|(?:{IMPERATIVES_UK})-но""",
}
OPEN = {
    "en": r"self-(?!(?:same|hood|less|ish|ness|dom|ie)(?:ly|ness|s)?$)\w{3,}",
    "fr": rf"""(?!mais)\w*(?:ai|ais|is|eux|é)-je|\w*(?:as|es|is|eux)-tu|{SAYS}-(?:il|elle|on)|{SAY}-(?:ils|elles|ce)
        |\w+(?:ons|mes)-nous|\w+(?:ez|tes)-vous|\w+(?:ez|ons|is|ends|dites|faites)-(?:moi|toi|lui|leur|les?|la|nous)
        |\w{{3,}}e-(?:moi|toi|lui|nous)|(?:\w+ons|\w+ez|nous|vous)-en|(?:\w+ons|\w+ez|vas)-y|\w{{3,}}-là
        |(?:fois|jours?|temps|moments?|mois|cas|côté|homme|gens|heures?|point)-ci|demi-\w{{4,}}""",
    "de": r"\w{3,}isch-(?:\w{3,}isch|deutsch)(?:e[nmrs]?)?|deutsch-\w{3,}isch(?:e[nmrs]?)?",
    "pl": rf"""\w{{3,}}[sc]ko-\w{{2,}}[sc]k{ADJECTIVE_PL}
        |(?:społeczno|polityczno|gospodarczo)-\w{{4,}}{ADJECTIVE_PL}""",
    "ru": rf"""по-\w+(?:[нрьевтд]ски|[её]цки)|\w{{2,}}[йиь]те-ка|вице-\w{{4,}}|\w{{3,}}ско-\w{{2,}}ск{ADJECTIVE_RU}""",
    "uk": rf"""по-\w+[сц]ьки|віце-\w{{4,}}|\w{{3,}}[сц]ько-\w{{2,}}[сц]ьк{ADJECTIVE_UK}""",
}
WORD = 660  # centibels: a joined form that is rarer may be a hyphenated word that lost its hyphen in the lists
SHORT, COMMON = 2, 480  # parts of so few letters must be so common, and words that are said twice
GRAMMAR, LETTERS = 350, 3  # so common and so short are words that stand inside compounds


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    closed, opened = (re.compile(rows.get(language, "(?!)"), re.VERBOSE) for rows in (CLOSED, OPEN))
    return closed, opened


def is_compound(left: str, right: str, language: str) -> bool:
    """Whether grammar writes these two parts, in small letters, with a hyphen between."""
    form = f"{left}-{right}"
    closed, opened = _patterns(language)
    if closed.fullmatch(form):
        return True
    again = AGAIN.fullmatch(form) and (word_lists.rarity(left, language) or word_lists.RARE) <= COMMON
    return bool(again or opened.fullmatch(form)) and two_words(left, right, language)


def two_words(left: str, right: str, language: str) -> bool:
    """Both parts are words, and what they make together is none."""
    joined = word_lists.rarity(left + right, language)
    return (joined is None or joined > WORD) and _is_part(left, language) and _is_part(right, language)


def goes_inside(left: str, right: str, language: str) -> bool:
    """Whether a word that a hyphen stands behind is one of those inside compounds of several parts: `Ding-an-sich`."""
    if right in word_lists.INSIDE.get(language, word_lists.ANYWHERE):
        return True
    rarity = word_lists.word_list(language).get(right, word_lists.RARE)
    return len(right) <= LETTERS and rarity <= GRAMMAR and two_words(left, right, language)


def elides(left: str, right: str, language: str) -> bool:
    """Whether a `d` that an apostrophe stands behind begins a word: `chef-d'œuvre`, but not `aujour-d'hui`."""
    return right == "d" and language != "it" and two_words(left, right, language)


def is_left_over(left: str, right: str, language: str) -> bool:
    """Whether a word with a hyphen inside a line was broken by a line's end that is gone: `eco-nomic`."""
    common = word_lists.word_list(language)
    words = (left in common or left in word_lists.BOUND_PREFIXES) and right in common
    return left + right in common and not words


def _is_part(word: str, language: str) -> bool:
    rarity = word_lists.rarity(word, language)
    return rarity is not None and rarity <= (COMMON if len(word) <= SHORT else word_lists.SLIP)
