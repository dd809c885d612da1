"""Commands on the corpus lexicon: build it, look into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import console, meter
from pipeline.errors import ConfigError
from pipeline.options import ConfigFile, Quiet, Verbose, load

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.lexicon import Lexicon
    from pipeline.sources import Source

lexicon = typer.Typer(help="The words of the corpus, which help where a document is thin.", no_args_is_help=True)


@lexicon.command()
def build(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Default: the configured sources.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Default: as configured, else warehouse/lexicon.tsv.")
    ] = None,
    config_file: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Count the words of the corpus anew; the next run cleans with them."""
    from pipeline.lexicon_build import build

    settings = load(config_file)
    found = _sources(settings, paths)
    with meter.progress(quiet, verbose) as progress:
        built = build(found, settings, progress)
    for reason in built.left_out:
        console.say(f"left out: {reason}")
    if not built.lexicon.documents:
        raise ConfigError("no document could be read, so no lexicon was written; give others, or mend these")
    path = output or settings.lexicon.path
    before = _before(path)
    if before is None or before != built.lexicon:
        _write(built.lexicon, path, settings)
    if not quiet:
        console.write("".join(f"{line}\n" for line in _told(built.lexicon, before, path)).encode())
    raise typer.Exit(1 if built.left_out else 0)


@lexicon.command()
def show(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Default: what it is.")] = None,
    config_file: ConfigFile = None,
) -> None:
    """What the lexicon in force is, or how often words stand in it."""
    from pipeline.lexicon import Lexicon

    path = load(config_file).lexicon.path
    found = Lexicon.load(path)
    if words:
        rows = [[word, str(found.count(word)), str(found.documents_with(word))] for word in words]
        console.table(["word", "times", "documents"], rows)
    else:
        console.write("".join(f"{line}\n" for line in (*_figures(found), str(console.near(path)))).encode())


def _sources(settings: Config, paths: list[str] | None) -> list[Source]:
    from pipeline.places import place
    from pipeline.sources import discover

    found = discover([place(path) for path in paths or settings.sources.paths], settings)
    if not found:
        where = ", ".join(map(str, paths or settings.sources.paths))
        raise ConfigError(f"{where}: no document found, so no lexicon was written; give folders that hold some")
    return found


def _before(path: Path) -> Lexicon | None:
    """What is there now, None where nothing usable is."""
    from pipeline.lexicon import Lexicon

    try:
        return Lexicon.load(path) if path.exists() else None
    except ConfigError as error:
        console.say(str(error))
        return None


def _write(built: Lexicon, path: Path, settings: Config) -> None:
    """Not under a run's feet: what it began with one lexicon it ends with the same."""
    from pipeline.runs import journal

    with journal.alone(settings, waiting=console.say) if path == settings.lexicon.path else nullcontext():
        built.save(path)


def _told(built: Lexicon, before: Lexicon | None, path: Path) -> Iterator[str]:
    """What was built, and what is otherwise than in the last."""
    if before is None:
        yield "built"
    elif before == built:
        yield "nothing changed"
    else:
        new, old = dict(built.entries()), dict(before.entries())
        other = sum(old[word] != entry for word, entry in new.items() if word in old)
        come, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
        yield f"built: {come} new, {gone} gone, {other} counted otherwise"
    yield from _figures(built)
    yield str(console.near(path))


def _figures(found: Lexicon) -> Iterator[str]:
    yield f"{'words kept':12} {len(found):16}"
    yield f"{'words read':12} {found.words:16}"
    yield f"{'documents':12} {found.documents:16}"
    yield f"{'version':12} {found.version:>16}"
