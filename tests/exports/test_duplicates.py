"""Near-duplicates: which texts are, how groups are named, and what is read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import SEEN, corpus, made

from pipeline.exports import duplicates
from pipeline.exports.dataset import Dataset, split
from pipeline.exports.duplicates import groups, signature

WORDS = [f"word{n}" for n in range(400)]
TEXTS = {
    "one": " ".join(WORDS),
    "another": " ".join(reversed(WORDS)),
    "a word changed": " ".join(["other", *WORDS[1:]]),
    "half": " ".join(WORDS[:200]),
    "set otherwise": "  ".join(WORDS).upper(),
    "empty": "",
    "short": "One word.",
    "short, too": "One word.",
}


NEAR = [
    (("one", "another"), False),
    (("one", "a word changed"), True),
    (("one", "half"), False),
    (("one", "set otherwise"), True),
    (("short", "short, too"), True),
    (("empty", "empty"), False),
]


@pytest.mark.parametrize(("names", "alike"), NEAR, ids=str)
def test_near_duplicates(tmp_path: Path, names: tuple[str, str], alike: bool) -> None:
    first, second = (TEXTS[name] for name in names)
    with corpus(*made(b=first, a=second)) as opened:
        assert groups(opened, tmp_path / "hashes") == ({"a": "a", "b": "a"} if alike else {})


def test_a_group_is_named_after_the_document_that_was_seen_first(tmp_path: Path) -> None:
    with corpus(*made(a=TEXTS["one"], b=TEXTS["a word changed"], c=TEXTS["one"])) as opened:
        opened._connection.execute("UPDATE documents SET first_seen = ? WHERE document_id = 'b'", [SEEN - timedelta(1)])
        assert groups(opened, tmp_path / "hashes") == dict.fromkeys("abc", "b")
        assert {row["split"] for row in Dataset(opened, tmp_path / "hashes").rows(["a", "b", "c"])} == {split("b")}


def test_hashes_are_kept_and_only_new_texts_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, path = list[str](), tmp_path / "hashes"

    def telling(text: str) -> Any:
        read.append(text.strip())
        return signature(text)

    monkeypatch.setattr(duplicates, "signature", telling)
    for texts, new in (
        ({"a": "one", "b": "another"}, ["one", "another"]),
        ({"a": "one", "b": "another"}, []),
        ({"a": "one", "aa": "short", "b": "another"}, ["short"]),
        ({"aa": "short", "c": "one"}, ["one"]),
    ):
        with corpus(*made(**{key: TEXTS[name] for key, name in texts.items()})) as opened:
            groups(opened, path)
        assert read == [TEXTS[name] for name in new]
        read.clear()


@pytest.mark.parametrize("kept", [b"", b"other", bytes(264 * 3)])
def test_hashes_that_something_else_wrote_are_made_anew(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "hashes").write_bytes(kept)
    with corpus(*made(a=TEXTS["one"], b=TEXTS["one"])) as opened:
        assert groups(opened, tmp_path / "hashes") == {"a": "a", "b": "a"}


@given(st.lists(st.text("ab ", max_size=8)))
def test_every_text_has_a_signature_that_blanks_do_not_change(words: list[str]) -> None:
    text = " ".join(words)
    assert signature(text).tolist() == signature("\n" + "  ".join(text.split())).tolist()
