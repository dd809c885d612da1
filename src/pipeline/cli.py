"""The commands, in the order of `pipeline --help`. They, `options.py` and `suggestions.py` alone import typer.

A command imports what it needs when it runs; a PipelineError ends it with its one message and its exit status.
"""

from __future__ import annotations

import sys

import typer

from pipeline import console, suggestions
from pipeline.document_commands import clean, explain, restore, rules
from pipeline.errors import PipelineError, stopped
from pipeline.language_commands import cyrillise, detect, romanise
from pipeline.lexicon_commands import lexicon
from pipeline.names_commands import names
from pipeline.operator_commands import backup, diff, forget, rollback, status
from pipeline.options import ConfigFile, load
from pipeline.quarantine_commands import quarantine
from pipeline.report_commands import report
from pipeline.review_commands import review
from pipeline.run_commands import run, serve
from pipeline.search_commands import search
from pipeline.start_commands import demo, start
from pipeline.warehouse_commands import export, query, tables

STOPPED = 128 + 2  # what a shell, and Typer, say of a program that was interrupted
READER_LEFT = 128 + 13  # what a shell says of a program that SIGPIPE ended
COMMANDS = (
    *(run, clean, restore, explain, rules, detect, romanise, cyrillise, review, query, tables, search, export),
    *(report, serve, status, diff, rollback, backup, forget, demo),
)

app = typer.Typer(
    name="pipeline",
    cls=suggestions.Group,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help and errors in plain lines: nothing to load, nothing in boxes
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Messy scholarly texts in; clean text and an audited DuckDB warehouse out.",
)
config = typer.Typer(help="The configuration.", no_args_is_help=True)


def main() -> None:
    """The entry point: run a command, tell an expected error in one message, end with its exit status."""
    try:
        status = app(prog_name="pipeline", standalone_mode=False)
    except typer.TyperException as error:
        suggestions.show(error)
        sys.exit(error.exit_code)
    except typer.Abort:  # input that ended where an answer was asked for
        console.fail("aborted")
        sys.exit(1)
    except console.ReaderLeft:
        sys.exit(READER_LEFT)
    except PipelineError as error:
        console.fail(str(error))
        sys.exit(error.exit_status)
    except OSError as error:
        console.fail(f"{error.filename or 'cannot go on'}: {error.strerror or error}")
        sys.exit(3)
    except RuntimeError as error:
        if not stopped(error):
            raise
        status = STOPPED
    if status == STOPPED:
        console.fail("stopped by Control-C; nothing half was left behind")
    sys.exit(status)


@config.command()
def check(config_file: ConfigFile = None) -> None:
    """Every setting in force, and where it came from; refuses what a run would refuse before it begins."""
    from pipeline.config import explain
    from pipeline.runs import beforehand
    from pipeline.runs.versions import authority

    settings = load(config_file)
    beforehand.refuse(settings)
    console.remark(authority(settings.entities.authority).remarks)
    console.table(["setting", "value", "from"], [[s.key, console.value(s.value), s.origin] for s in explain(settings)])


app.callback()(start)
for command in COMMANDS:
    app.command()(command)
app.add_typer(names, name="names", cls=suggestions.Group)
app.add_typer(quarantine, name="quarantine", cls=suggestions.Group)
app.add_typer(lexicon, name="lexicon", cls=suggestions.Group)
app.add_typer(config, name="config", cls=suggestions.Group)
