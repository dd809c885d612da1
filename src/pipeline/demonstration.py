"""The demonstration: a folder with a small corpus, a configuration and ten queries, copied out of this package.

Its documents (`demo/documents`) were written for it, so that anybody may have them, that they are small, and that
each shows other damage: a typeset page, tabs and a letter of another script, Markdown, a Russian code page, a web page
in German, a typed letter.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.errors import PipelineError

SHIPPED = Path(__file__).parent / "demo"


def make(directory: Path) -> None:
    """Makes the folder. Raises PipelineError where there is something in it already, or it cannot be written."""
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise PipelineError(f"demo: {directory}: is there already and not empty; name a new folder")
        shutil.copytree(SHIPPED, directory, copy_function=shutil.copyfile, dirs_exist_ok=True)
    except OSError as error:
        raise PipelineError(f"demo: {directory}: cannot be written: {error.strerror}; name another folder") from error
