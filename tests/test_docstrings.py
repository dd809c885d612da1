"""Every example in a docstring runs, and everything public has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from small_corpus import Small

import pipeline
from pipeline import Corpus

SRC = Path(pipeline.__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
    for path in SRC.glob("pipeline/**/*.py")
    if ">>> " in path.read_text("utf-8")
)
PUBLIC = {name: getattr(pipeline, name) for name in pipeline.__all__}


@pytest.fixture(scope="module")
def folder(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where users would be: the published warehouse is `warehouse/corpus.duckdb`."""
    made = tmp_path_factory.mktemp("examples")
    (made / "warehouse").mkdir()
    shutil.copyfile(small.path, made / "warehouse" / "corpus.duckdb")
    return made


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    module = importlib.import_module(name)
    runner, said = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS), list[str]()
    with Corpus.open("warehouse/corpus.duckdb") as corpus:
        for test in doctest.DocTestFinder().find(module, extraglobs={**PUBLIC, "corpus": corpus}):
            runner.run(test, out=said.append)
    assert (runner.tries > 0, runner.failures) == (True, 0), "".join(said)


def test_no_example_is_skipped() -> None:
    mark = "doctest" + ": +SKIP"
    assert [path.name for path in SRC.glob("pipeline/**/*.py") if mark in path.read_text("utf-8")] == []


def documented() -> Iterator[tuple[str, object]]:
    """Every public name, and every public method and property of its class."""
    for name, value in PUBLIC.items():
        yield name, value
        for member, defined in vars(value).items() if inspect.isclass(value) else ():
            if not member.startswith("_") and isinstance(
                defined, classmethod | staticmethod | property | cached_property | type(documented)
            ):
                yield f"{name}.{member}", defined


DOCUMENTED = dict(documented())


@pytest.mark.parametrize("name", DOCUMENTED)
def test_everything_public_has_an_example(name: str) -> None:
    assert ">>> " in (inspect.getdoc(DOCUMENTED[name]) or ""), "no example in its docstring"
    assert (inspect.getdoc(DOCUMENTED[name]) or "").split("\n")[0].strip(), "no words"
