"""What a user writes in an afternoon: unstructured's cleaners, langdetect a paragraph, pandas into DuckDB.

`python afternoon.py FOLDER DATABASE` prints the seconds that it took, its imports aside.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

os.environ["UNSTRUCTURED_DISABLE_NOTICE"] = "1"

import duckdb
import langdetect
import pandas as pd
from unstructured.cleaners.core import (
    clean_extra_whitespace,
    clean_ligatures,
    group_broken_paragraphs,
    replace_unicode_quotes,
)

LEAST = 20  # characters of a paragraph worth asking about


def rows(path: Path) -> list[tuple[str, int, str | None, str]]:
    """Document, number, language and text of every paragraph."""
    raw = re.sub(r"(\w)-\n(\w)", r"\1\2", path.read_text("utf-8"))
    found = []
    for number, broken in enumerate(group_broken_paragraphs(re.sub(r"<sup>\d+</sup>|\[\d+\]", "", raw)).split("\n\n")):
        text = clean_extra_whitespace(clean_ligatures(replace_unicode_quotes(broken)))
        if len(text) >= LEAST:
            found.append((path.name, number, language(text), text))
    return found


def language(text: str) -> str | None:
    """What langdetect says, if anything."""
    try:
        return str(langdetect.detect(text))
    except langdetect.LangDetectException:
        return None


def main(folder: Path, database: Path) -> None:
    """All documents of a folder into one table."""
    langdetect.DetectorFactory.seed = 0
    start = time.perf_counter()
    every = [row for path in sorted(folder.iterdir()) for row in rows(path)]
    frame = pd.DataFrame(every, columns=["document", "paragraph", "language", "text"])
    with duckdb.connect(str(database)) as connection:
        connection.register("frame", frame)
        connection.execute("CREATE TABLE paragraphs AS SELECT * FROM frame")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
