"""Readers that query a published warehouse without a pause: what they meet is always whole.

`python readers.py WAREHOUSE` reads until its standard input ends, then prints how often, and what it found of each run.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pipeline import query

WHOLE = """
    SELECT (SELECT run_id FROM meta), (SELECT count(*) FROM documents), (SELECT count(*) FROM paragraphs),
        (SELECT coalesce(sum(characters - length(clean_text)), 0) FROM documents),
        (SELECT count(*) FROM documents ANTI JOIN raw_documents USING (document_id)),
        (SELECT count(*) FROM paragraphs ANTI JOIN documents USING (document_id)),
        (SELECT count(*) FROM runs WHERE run_id = (SELECT run_id FROM meta) AND status IN ('published', 'partial'))
"""


@contextmanager
def reading(warehouse: Path, count: int) -> Iterator[list[dict[str, Any]]]:
    """`count` readers for the length of the context; what they found is in the list when it has ended."""
    found: list[dict[str, Any]] = []
    with ExitStack() as stack:
        readers = [stack.enter_context(_reader(warehouse)) for _ in range(count)]
        for reader in readers:
            assert reader.stdout
            reader.stdout.readline()
        yield found
        found += [json.loads(reader.communicate()[0]) for reader in readers]


def _reader(warehouse: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, warehouse],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def main(warehouse: Path) -> None:
    """Fails where a query does, where rows are missing, or where a run is not always the same."""
    seen: dict[str, list[int]] = {}
    queries = 0
    while True:
        with query.connect(warehouse) as connection:
            (run_id, *counts), *_ = connection.execute(WHOLE).fetchall()
        assert counts[2:] == [0, 0, 0, 1], (run_id, counts)
        assert seen.setdefault(run_id, counts) == counts, (run_id, counts, seen)
        queries += 1
        if queries == 1:
            print("reading", flush=True)
        if select.select([sys.stdin], [], [], 0)[0]:
            break
    print(json.dumps({"queries": queries, "runs": seen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
