"""Every expectation has a row here that breaks it and is caught; what is sound passes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pytest
from small_corpus import Small, build_small

from pipeline import quality, suites, tables
from pipeline.errors import WarehouseError
from pipeline.quality import Check
from pipeline.state import State

# {one} is the id of a document. What each statement does to a sound warehouse must make that claim fail.
IN_BODY = "document_id = {one} AND paragraph = 1"


def in_text(change: str) -> str:
    """Changes the text of a paragraph."""
    return f"UPDATE paragraphs SET text = {change} WHERE {IN_BODY}"


def span(change: str) -> str:
    """Adds a stretch with one thing wrong."""
    return (
        f"INSERT INTO spans BY NAME SELECT * REPLACE ({change}) FROM (SELECT document_id, part, start_char, end_char,"
        " surface AS text, 'en' AS language, 'Latn' AS script, [] AS schemes, 'en' AS tag, 0.5 AS confidence,"
        " 'a word' AS evidence FROM mentions WHERE document_id = {one} AND part = 0)"
    )


BREAKS = {
    "aliases": {
        "the spelling is not empty": "UPDATE aliases SET alias = '' WHERE mentions = 0",
        "it is not used less than never": "UPDATE aliases SET mentions = -1",
    },
    "checks": {
        "the scope is known": "INSERT INTO checks VALUES ('r1', 'edits', 'c', 'e', NULL, 'table', true, '', '[]')",
    },
    "documents": {
        "sha256 is 64 hexadecimal digits": "UPDATE documents SET sha256 = upper(sha256) WHERE document_id = {one}",
        "sha256 is that of the bytes": "UPDATE raw_documents SET bytes = '\\x00'::BLOB WHERE document_id = {one}",
        "the media type has two parts": "UPDATE documents SET media_type = 'text' WHERE document_id = {one}",
        "the year is one of writing": "UPDATE documents SET year = 19322 WHERE document_id = {one}",
        "the language is a code of ISO 639-1 or und": "UPDATE documents SET language = 'xx' WHERE document_id = {one}",
        "characters is the length of the text": "UPDATE documents SET characters = 7 WHERE document_id = {one}",
        "there are no more words than characters": "UPDATE documents SET words = 999 WHERE document_id = {one}",
        "pages is the number of pages": "DELETE FROM pages WHERE document_id = {one}",
        "the text ends in one line feed": (
            "UPDATE documents SET clean_text = clean_text || chr(10) WHERE document_id = {one}"
        ),
    },
    "doubts": {
        "the place begins in the raw text": "UPDATE doubts SET raw_start = -1 WHERE document_id = {one}",
        "it does not end before it begins": "UPDATE doubts SET raw_end = 0 WHERE document_id = {one}",
        "it is signed with a rule": "UPDATE doubts SET rule = 'split' WHERE document_id = {one}",
        "there is a reason": "UPDATE doubts SET why = '' WHERE document_id = {one}",
    },
    "edits": {
        "the edit begins in the raw text": "UPDATE edits SET raw_start = -1 WHERE document_id = {one} AND part = 0",
        "it does not end before it begins": "UPDATE edits SET raw_end = 0 WHERE document_id = {one} AND part = 1",
        "it ends in the raw text": "UPDATE edits SET raw_end = 9999 WHERE document_id = {one} AND part = 1",
        "it begins behind the edit before it": (
            "UPDATE edits SET raw_end = raw_end + 40 WHERE document_id = {one} AND rules[1] = 'hyphens.join'"
        ),
        "no two edits at one place": (
            "UPDATE edits SET raw_start = 5, raw_end = 5 WHERE document_id = {one} AND part = 0"
        ),
        "before is as long as the stretch": "UPDATE edits SET \"before\" = '' WHERE document_id = {one}",
        "it changes something": 'UPDATE edits SET "after" = "before" WHERE document_id = {one} AND part = 1',
        "what is written is at most 200 characters": (
            "UPDATE edits SET \"after\" = repeat('a', 201) WHERE document_id = {one}"
        ),
        "it is signed with rules": "UPDATE edits SET rules = [] WHERE document_id = {one}",
    },
    "emphasis": {
        "the kind is known": "UPDATE emphasis SET kind = 'loud' WHERE document_id = {one}",
        "the stretch begins in its part": "UPDATE emphasis SET start_char = -1 WHERE document_id = {one}",
        "the stretch is not empty": "UPDATE emphasis SET end_char = start_char WHERE document_id = {one}",
        "the stretch ends in its part": "UPDATE emphasis SET end_char = 9999 WHERE document_id = {one}",
    },
    "entities": {
        "the kind is known": "UPDATE entities SET kind = 'ship'",
        "it has a name": "UPDATE entities SET name = ''",
        "a Wikidata id is Q and a number": "UPDATE entities SET wikidata = '855'",
        "it is named somewhere": "UPDATE entities SET documents = 0",
        "it is named in every document that counts": "UPDATE entities SET documents = mentions + 1",
    },
    "entity_redirects": {
        "nothing is merged into itself": "INSERT INTO entity_redirects VALUES ('e1', 'e1', now(), 'same')",
        "there is a reason": "INSERT INTO entity_redirects VALUES ('e1', 'e2', now(), '')",
    },
    "entity_relations": {
        "nothing is related to itself": "INSERT INTO entity_relations VALUES ('e1', 'part of', 'e1')",
        "the relation has a name": "INSERT INTO entity_relations VALUES ('e1', '', 'e2')",
    },
    "footnotes": {
        "it has a label": "UPDATE footnotes SET label = '' WHERE document_id = {one}",
        "there is a callout or a note": (
            "UPDATE footnotes SET callout_offset = NULL, part = NULL WHERE document_id = {one}"
        ),
        "the callout is in the text, not before it": (
            "UPDATE footnotes SET callout_offset = -1 WHERE document_id = {one}"
        ),
        "the callout is in the text, not behind it": (
            "UPDATE footnotes SET callout_offset = 9999 WHERE document_id = {one}"
        ),
        "the callout is in its paragraph": "UPDATE footnotes SET paragraph = 0 WHERE document_id = {one}",
        "the note is a part of its own": "UPDATE footnotes SET part = 0 WHERE document_id = {one}",
        "a note has text, and nothing else has": "UPDATE footnotes SET text = NULL WHERE document_id = {one}",
    },
    "furniture": {
        "the kind is known": "UPDATE furniture SET kind = 'chair' WHERE document_id = {one}",
        "it begins in the raw text": "UPDATE furniture SET raw_start = -1 WHERE document_id = {one}",
        "it is not empty": "UPDATE furniture SET raw_end = raw_start WHERE document_id = {one}",
        "it says what stood there": "UPDATE furniture SET text = '' WHERE document_id = {one}",
    },
    "mentions": {
        "the name begins in its part": "UPDATE mentions SET start_char = -1 WHERE document_id = {one}",
        "the name is not empty": "UPDATE mentions SET end_char = start_char WHERE document_id = {one}",
        "the name ends in its part": "UPDATE mentions SET end_char = 9999 WHERE document_id = {one}",
        "the surface is what stands there": "UPDATE mentions SET surface = 'Lenin' WHERE document_id = {one}",
        "no two names overlap": (
            "INSERT INTO mentions BY NAME SELECT * REPLACE (start_char + 2 AS start_char) FROM mentions"
            " WHERE document_id = {one}"
        ),
        "the confidence is from 0 to 1": "UPDATE mentions SET confidence = 1.1 WHERE document_id = {one}",
        "there is a reason": "UPDATE mentions SET why = '' WHERE document_id = {one}",
    },
    "readings": {
        "the kind is known": "UPDATE readings SET kind = 'thing' WHERE document_id = {one}",
        "it is read as something": "UPDATE readings SET name = '' WHERE document_id = {one}",
    },
    "meta": {
        "the schema has a version": "UPDATE meta SET schema_version = 0",
        "the run is named": "UPDATE meta SET run_id = ''",
    },
    "pages": {
        "pages are numbered from 0 without a gap": "UPDATE pages SET page = 1 WHERE document_id = {one}",
        "a page begins in the text, behind the page before it or with it": (
            "UPDATE pages SET start_char = -1 WHERE document_id = {one}"
        ),
        "a page does not begin behind the text": "UPDATE pages SET start_char = 9999 WHERE document_id = {one}",
        "a page begins in the raw text behind the page before it": (
            "INSERT INTO pages BY NAME SELECT * REPLACE (1 AS page) FROM pages WHERE document_id = {one}"
        ),
        "a printed number is not empty": "UPDATE pages SET folio = '' WHERE document_id = {one}",
    },
    "paragraphs": {
        "the kind is known": f"UPDATE paragraphs SET kind = 'p' WHERE {IN_BODY}",
        "the level is one of headings": f"UPDATE paragraphs SET level = 0 WHERE {IN_BODY}",
        "the language is a code of ISO 639-1 or und": f"UPDATE paragraphs SET language = 'q' WHERE {IN_BODY}",
        "the script is a code of ISO 15924": f"UPDATE paragraphs SET script = 'latin' WHERE {IN_BODY}",
        "the paragraph is the next one of its part's text": in_text("replace(text, 'economic', 'eco nomic')"),
        "it begins where it stands in the text": f"UPDATE paragraphs SET start_char = 0 WHERE {IN_BODY}",
        "it ends where its text ends": f"UPDATE paragraphs SET end_char = end_char + 1 WHERE {IN_BODY}",
        "it is not empty": in_text("''"),
        "no tab": in_text("text || chr(9)"),
        "no no-break space": in_text("'\N{NO-BREAK SPACE}' || text"),
        "no soft hyphen": in_text("'\N{SOFT HYPHEN}' || text"),
        "no zero-width space or byte order mark": in_text("'\N{ZERO WIDTH SPACE}' || text"),
        "no carriage return or form feed": in_text("chr(13) || text"),
        "no markup of a callout": in_text("text || '<sup>76</sup>'"),
        "one space between words": in_text("replace(text, ' ', '  ')"),
        "no blank at either end": in_text("text || ' '"),
        "no line feed but in verse, lists and tables": in_text("replace(text, ' ', chr(10))"),
        "no word broken by a hyphen at a line end": in_text("replace(text, 'economic', 'eco-' || chr(10) || 'nomic')"),
        "letters are composed (NFC)": in_text("'e\N{COMBINING ACUTE ACCENT}' || text"),
    },
    "quarantine": {
        "sha256 is 64 hexadecimal digits": "INSERT INTO quarantine VALUES ('d', 'a', '0', 'r', 'r', 'r1', now())",
        "there is a reason": "INSERT INTO quarantine VALUES ('d', 'a', NULL, '', 'mend it', 'r1', now())",
        "there is a remedy": "INSERT INTO quarantine VALUES ('d', 'a', NULL, 'broken', '', 'r1', now())",
    },
    "raw_documents": {
        "extracted_text is null where the bytes are the text, and only there": (
            "UPDATE raw_documents SET extracted_text = 'text' WHERE document_id = {one}"
        ),
    },
    "runs": {"the status is known": "UPDATE runs SET status = 'well'"},
    "sources": {
        "the source has a name": "UPDATE sources SET source = '' WHERE document_id = {one}",
        "the name has no control character": "UPDATE sources SET source = chr(7) WHERE document_id = {one}",
    },
    "spans": {
        "the stretch begins in its part": span("-1 AS start_char"),
        "the stretch is not empty": span("start_char AS end_char"),
        "the stretch ends in its part": span("9999 AS end_char"),
        "its text is what stands there": span("'Lenin' AS text"),
        "the language is a code of ISO 639-1 or und": span("'xx' AS language"),
        "the script is a code of ISO 15924": span("'latin' AS script"),
        "the tag is one of BCP 47": span("'Russian in Latin letters' AS tag"),
        "the confidence is from 0 to 1": span("-0.1 AS confidence"),
        "there is evidence": span("'' AS evidence"),
    },
    "figures": {
        "a document has one row": "INSERT INTO documents FROM documents WHERE document_id = {one}",
        "the same bytes are one document": "UPDATE documents SET sha256 = 'same'",
        "a document has its bytes once": "INSERT INTO raw_documents FROM raw_documents WHERE document_id = {one}",
        "every document has its bytes": "DELETE FROM raw_documents WHERE document_id = {one}",
        "every document has a source": "DELETE FROM sources WHERE document_id = {one}",
        "a source belongs to one document": "UPDATE sources SET source = 'a.txt'",
        "every row belongs to a document": "INSERT INTO sources VALUES ('d0', 'c.txt')",
        "every row is in a part that is there": "UPDATE mentions SET part = 7 WHERE document_id = {one}",
        "a part has one text": (
            "INSERT INTO footnotes BY NAME SELECT * REPLACE ('other' AS text) FROM footnotes WHERE document_id = {one}"
        ),
        "parts are numbered without a gap": "UPDATE footnotes SET part = 2 WHERE document_id = {one}",
        "a paragraph has one row": f"INSERT INTO paragraphs FROM paragraphs WHERE {IN_BODY}",
        "all text is in paragraphs": f"DELETE FROM paragraphs WHERE {IN_BODY}",
        "an entity has one row": "INSERT INTO entities FROM entities",
        "every mention is of an entity": "UPDATE mentions SET entity_id = 'e0' WHERE document_id = {one}",
        "entities count their mentions and documents": "UPDATE entities SET mentions = mentions + 1",
        "a spelling has one row": "INSERT INTO aliases FROM aliases",
        "spellings count their mentions, and every surface is one": "DELETE FROM aliases WHERE mentions > 0",
        "every spelling is of an entity": "INSERT INTO aliases VALUES ('e0', 'Nobody', NULL, NULL, 0, NULL, [])",
        "relations are between entities": "INSERT INTO entity_relations VALUES ('e0', 'part of', 'e1')",
        "what was merged is gone": ("INSERT INTO entity_redirects SELECT entity_id, 'e1', now(), 'same' FROM entities"),
    },
}
CASES = [(suite, claim) for suite, rows in BREAKS.items() for claim in rows]
SUITES = suites.load()
BY_ROWS = {name for name, suite in SUITES.items() if suite.rows and suite.scope == "rows"}


def broken(path: Path, folder: Path, *changes: str) -> Path:
    """A copy of the warehouse with these changes."""
    copy = folder / "broken.duckdb"
    shutil.copyfile(path, copy)
    with duckdb.connect(copy) as connection:
        for sql in changes:
            connection.execute(sql)
    return copy


def failed(checks: list[Check]) -> dict[str, Check]:
    return {check.claim: check for check in checks if not check.success}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """As many documents as a suite has claims, so that each claim can be broken in a document of its own."""
    folder = tmp_path_factory.mktemp("many")
    count = max(len(BREAKS[suite]) for suite in BY_ROWS)
    with State.open(folder / "state.sqlite") as state:
        return build_small(folder, state, {f"{n}.txt": f"Title {n} of the" for n in range(count)})


@pytest.fixture(scope="module")
def verdicts(many: Small, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Check]]:
    """What fails in a suite of rows when the n-th document breaks its n-th claim: one audit for them all."""

    @cache
    def audited(suite: str) -> dict[str, Check]:
        changes = [
            sql.replace("{one}", f"'{document.document_id}'")
            for sql, document in zip(BREAKS[suite].values(), many.documents, strict=False)
        ]
        folder = tmp_path_factory.mktemp("broken")
        return failed(quality.audit(broken(many.path, folder, *changes), only={suite}))

    return audited


@pytest.mark.parametrize(("suite", "claim"), [case for case in CASES if case[0] in BY_ROWS])
def test_a_document_that_breaks_an_expectation_is_caught(
    many: Small, verdicts: Callable[[str], dict[str, Check]], suite: str, claim: str
) -> None:
    document = many.documents[list(BREAKS[suite]).index(claim)]
    check = verdicts(suite)[claim]
    assert document.document_id in check.document_ids
    assert set(check.failing_rows[0]) == set(tables.KEYS[suite])
    assert check.scope == "rows"
    assert claim in quality.describe(check)
    json.dumps(check.failing_rows, allow_nan=False)


@pytest.mark.parametrize(("suite", "claim"), [case for case in CASES if case[0] not in BY_ROWS])
def test_a_corpus_that_breaks_an_expectation_is_caught(small: Small, tmp_path: Path, suite: str, claim: str) -> None:
    one = min(document.document_id for document in small.documents)
    path = broken(small.path, tmp_path, BREAKS[suite][claim].replace("{one}", f"'{one}'"))
    check = failed(quality.audit(path, only={suite}))[claim]
    assert check.failing_rows
    assert check.scope == "corpus" or check.document_ids == {one}
    assert claim in quality.describe(check)
    json.dumps(check.failing_rows, allow_nan=False)


def test_every_expectation_has_a_row_that_breaks_it() -> None:
    assert set(CASES) == {(suite.name, claim) for suite in SUITES.values() for claim in suite.claims}


def test_every_table_has_a_suite() -> None:
    assert set(suites.load()) == {*tables.names(), "figures"}


def test_a_sound_warehouse_passes(small: Small) -> None:
    checks = quality.audit(small.path)
    assert failed(checks) == {}
    assert [(check.table, check.claim) for check in checks] == [
        (suite.name, claim) for suite in suites.load().values() for claim in suite.claims
    ]


def test_only_the_named_documents_are_judged(small: Small, tmp_path: Path) -> None:
    one, other = sorted(document.document_id for document in small.documents)
    path = broken(small.path, tmp_path, BREAKS["paragraphs"]["no tab"].replace("{one}", f"'{one}'"))
    assert failed(quality.audit(path, [other], only={"paragraphs"})) == {}
    assert "no tab" in failed(quality.audit(path, [one], only={"paragraphs"}))


def test_blame_is_the_documents_own_or_nobodys(small: Small, tmp_path: Path) -> None:
    one = min(document.document_id for document in small.documents)
    changes = [BREAKS["edits"]["it changes something"], BREAKS["entities"]["it has a name"]]
    path = broken(small.path, tmp_path, *(sql.replace("{one}", f"'{one}'") for sql in changes))
    documents, corpus = quality.blame(quality.audit(path, only={"edits", "entities"}))
    assert {key: [check.claim for check in checks] for key, checks in documents.items()} == {
        one: ["it changes something"]
    }
    assert [check.claim for check in corpus] == ["it has a name"]


def described(rows: list[dict[str, object]], document_id: str | None) -> str:
    documents = frozenset(str(row["document_id"]) for row in rows)
    check = Check("pages", "no tab", "expect_none", "text", False, "4 of 9 rows fail", rows, documents, "rows")
    return quality.describe(check, document_id)


FAILING = [{"document_id": "d1", "page": n} for n in range(4)] + [{"document_id": "d2", "page": 7}]


@pytest.mark.parametrize(
    ("rows", "document_id", "words"),
    [
        (FAILING[4:], None, "(document_id d2, page 7, 1 documents in all)"),
        (FAILING, "d2", "(page 7)"),
        (FAILING, "d1", "(page 0; page 1; page 2 and more)"),
        (FAILING[4:], "d3", ""),
    ],
)
def test_a_failed_check_is_told_on_one_line(rows: list[dict[str, object]], document_id: str | None, words: str) -> None:
    where = f" {words}" if words else ""
    told = f"pages: no tab: 4 of 9 rows fail{where} [expect_none on text]"
    assert described(rows, document_id) == told


@pytest.mark.parametrize(("rows", "size"), [(4, suites.BATCH_BYTES), (suites.BATCH_ROWS, 1), (3, 1)])
def test_batches_add_up(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, size: int) -> None:
    monkeypatch.setattr(suites, "BATCH_ROWS", rows)
    monkeypatch.setattr(suites, "BATCH_BYTES", size)
    monkeypatch.setattr(suites, "GROUP_CHARACTERS", 1)
    check = failed(quality.audit(broken(small.path, tmp_path, "UPDATE edits SET rules = []"), only={"edits"}))
    found = check["it is signed with rules"]
    assert found.observed.startswith("10 of 10 rows fail")
    assert found.document_ids == {document.document_id for document in small.documents}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not a suite"),
        ('{"name": "edits", "expectations": []}', "KeyError('meta')"),
        ('{"name": "edits", "meta": {"scope": "rows"}, "expectations": []}', "rows or figures"),
        ('{"name": "nothing", "meta": {"scope": "rows", "rows": ["SELECT 1"]}, "expectations": []}', "its name"),
    ],
)
def test_a_broken_suite_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, words: str) -> None:
    (tmp_path / "edits.json").write_text(content, "utf-8")
    monkeypatch.setattr(suites, "data", lambda *parts: tmp_path)
    with pytest.raises(WarehouseError, match=r"edits\.json") as caught:
        suites.load()
    assert words in str(caught.value)


def test_an_expectation_that_cannot_be_judged_publishes_nothing(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = {
        "name": "edits",
        "meta": {"scope": "rows", "rows": ["SELECT * FROM edits"]},
        "expectations": [
            {"type": "expect_column_values_to_be_null", "kwargs": {"column": "none"}, "meta": {"claim": "odd"}}
        ],
    }
    (tmp_path / "edits.json").write_text(json.dumps(suite), "utf-8")
    monkeypatch.setattr(suites, "data", lambda *parts: tmp_path)
    with pytest.raises(WarehouseError, match=r"edits\.json: 'odd' cannot be judged"):
        quality.audit(small.path)


def test_great_expectations_is_not_imported_before_an_audit() -> None:
    code = "import sys; from pipeline import quality; quality.suites.load(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "pipeline.suites" in loaded
    assert not {"great_expectations", "pandas"} & set(loaded)


def test_what_great_expectations_imports_for_others_is_loaded_when_asked_for() -> None:
    """Plots and statistics, and stores that no suite reads."""
    code = (
        "import sys; from pipeline import quality; quality.prepare(); loaded = set(sys.modules);"
        "import sqlalchemy; from scipy import stats;"
        "print(float(stats.norm.cdf(0.0)), 'scipy.stats._stats_py' in sys.modules, *loaded)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    half, there, *loaded = done.stdout.split()
    assert "great_expectations" in loaded
    assert not {"altair.vegalite", "scipy.stats._stats_py", "sqlalchemy", "boto3"} & set(loaded)
    assert (half, there) == ("0.5", "True")
