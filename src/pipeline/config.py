"""The configuration: file < environment < flag, checked, and where each setting came from.

The file is `pipeline.toml`, a variable is `PIPELINE_<SECTION>_<KEY>`; all settings and their defaults: `sections`.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

from pipeline.errors import ConfigError
from pipeline.places import Place
from pipeline.sections import (
    SECTIONS,
    Entities,
    Export,
    Languages,
    LexiconConfig,
    Limits,
    Logs,
    MetadataConfig,
    Notify,
    Run,
    Schedule,
    SearchConfig,
    Sources,
)
from pipeline.settings import Given, checked, nearest, parsed

FILE_NAME = "pipeline.toml"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Config:
    """All settings. Relative paths count from `root`: the folder of the file, else the working directory."""

    root: Path
    file: Path | None = None
    sources: Sources = field(default_factory=Sources)
    metadata: MetadataConfig = field(default_factory=MetadataConfig)
    languages: Languages = field(default_factory=Languages)
    entities: Entities = field(default_factory=Entities)
    lexicon: LexiconConfig = field(default_factory=LexiconConfig)
    limits: Limits = field(default_factory=Limits)
    run: Run = field(default_factory=Run)
    search: SearchConfig = field(default_factory=SearchConfig)
    schedule: Schedule = field(default_factory=Schedule)
    notify: Notify = field(default_factory=Notify)
    logs: Logs = field(default_factory=Logs)
    exports: tuple[Export, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def entry(self, number: int) -> str:
        """Where an `[[exports]]` entry stands, counted from 1, for a message to begin with."""
        return ": ".join(filter(None, [self.origins.get("exports"), f"exports entry {number}"]))

    def __post_init__(self) -> None:
        for name in SECTIONS:
            object.__setattr__(self, name, _anchored(getattr(self, name), self.root))
        object.__setattr__(self, "exports", tuple(_anchored(export, self.root) for export in self.exports))


class Setting(NamedTuple):
    """One setting in force: `section.key`, its value, and its origin: file, variable, flag or "default"."""

    key: str
    value: object
    origin: str


KEYS = tuple(f"{name}.{f.name}" for name, section in SECTIONS.items() for f in fields(section))


def load(
    path: Path | None = None,
    *,
    flags: Mapping[str, object] | None = None,
    env: Mapping[str, str] = os.environ,
) -> Config:
    """The configuration from `path` (default: `pipeline.toml` of the working directory, where there is one).

    `flags` are `section.key` → value; None means not given. Relative paths count from the folder of the file,
    in variables and flags from the working directory. Raises ConfigError.
    """
    here = Path.cwd()
    file = _file(path, here)
    root = file.parent if file else here
    tables = _tables(file) if file else {}
    given = dict(_from_file(tables, str(file), root))
    given.update(_from_environment(env, here))
    given.update(_from_flags(flags or {}, here))
    config = Config(
        root=root,
        file=file,
        **{name: _section(section, name, given) for name, section in SECTIONS.items()},
        exports=_exports(tables.get("exports", []), str(file), root),
        origins={key: value.origin for key, value in given.items()}
        | ({"exports": str(file)} if "exports" in tables else {}),
    )
    _refuse_one_file_for_two(config)
    return config


def explain(config: Config) -> list[Setting]:
    """Every setting in force and where it came from."""
    values = [(key, getattr(getattr(config, key.split(".")[0]), key.split(".")[1])) for key in KEYS]
    values[KEYS.index("sources.paths")] = ("sources.paths", tuple(map(_source, config.sources.paths)))
    values[KEYS.index("lexicon.path")] = ("lexicon.path", _lexicon(config.lexicon.path))
    if address := config.notify.webhook:  # what follows the host is often a password
        values[KEYS.index("notify.webhook")] = ("notify.webhook", f"{'/'.join(address.split('/')[:3])}/…")
    values.append(("exports", config.exports))
    return [Setting(key, value, config.origins.get(key, "default")) for key, value in values]


def _refuse_one_file_for_two(config: Config) -> None:
    if os.path.realpath(config.run.state) == os.path.realpath(config.run.warehouse):
        origin = config.origins.get("run.state") or config.origins.get("run.warehouse", "default")
        raise ConfigError(
            f"{origin}: run.state and run.warehouse are both {config.run.state}; give each a file of its own"
        )


def _lexicon(path: Path) -> Path | str:
    """The path, and that nothing is there where nothing is."""
    return path if path.exists() else f"{path} (not there: no lexicon is used)"


def _source(path: Place) -> Place | str:
    """The place, and that nothing is there where one can see that."""
    gone = isinstance(path, Path) and not path.exists()
    return f"{path} (not there: `pipeline run` refuses until it is)" if gone else path


def _file(path: Path | None, here: Path) -> Path | None:
    found = Path(os.path.abspath(here / (path or FILE_NAME)))
    if found.is_file():
        return found
    if path is None:
        return None
    raise ConfigError(f"{path}: no such configuration file; give --config one that exists, or leave it out")


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{file}: cannot be read as TOML: {error}; mend it there") from error


def _from_file(tables: Mapping[str, Any], file: str, root: Path) -> Iterator[tuple[str, Given]]:
    for name, table in tables.items():
        if name == "exports":
            continue
        if name not in SECTIONS:
            raise ConfigError(f"{file}: unknown section [{name}]{nearest(name, [*SECTIONS, 'exports'])}")
        if not isinstance(table, dict):
            raise ConfigError(f"{file}: {name} is {table!r}; write a section [{name}] with keys below it")
        for key, value in table.items():
            yield _known(f"{name}.{key}", file), Given(value, file, root)


def _from_environment(env: Mapping[str, str], here: Path) -> Iterator[tuple[str, Given]]:
    ours = {"PIPELINE_" + key.upper().replace(".", "_"): key for key in KEYS}
    for name in sorted(name for name in env if name.startswith("PIPELINE_")):
        if key := ours.get(name):
            yield key, Given(parsed(env[name], _kind(key)), f"environment variable {name}", here)
        # Build servers set PIPELINE_… variables of their own: only what all but names a key is an error.
        elif near := difflib.get_close_matches(name[9:], [known[9:] for known in ours], 1, 0.8):
            raise ConfigError(f"environment variable {name}: no such setting; did you mean PIPELINE_{near[0]}?")


def _from_flags(flags: Mapping[str, object], here: Path) -> Iterator[tuple[str, Given]]:
    for key, value in flags.items():
        if value is not None:
            yield _known(key, "flag"), Given(value, f"flag --{key.split('.')[-1].replace('_', '-')}", here)


def _kind(key: str) -> object:
    section, name = key.split(".")
    return get_type_hints(SECTIONS[section])[name]


def _known(key: str, where: str) -> str:
    if key in KEYS:
        return key
    raise ConfigError(f"{where}: unknown key {key}{nearest(key, KEYS)}")


def _section(section: type[_T], name: str, given: Mapping[str, Given]) -> _T:
    """One section's dataclass from what was given for it."""
    hints = get_type_hints(section)
    return section(
        **{
            f.name: checked(f"{name}.{f.name}", hints[f.name], f.metadata, given[f"{name}.{f.name}"])
            for f in fields(section)  # type: ignore[arg-type]
            if f"{name}.{f.name}" in given
        }
    )


def _exports(entries: object, file: str, root: Path) -> tuple[Export, ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{file}: exports is {entries!r}; write one [[exports]] table for each")
    hints, rules = get_type_hints(Export), {f.name: f.metadata for f in fields(Export)}
    exports = []
    for number, entry in enumerate(entries, 1):
        where = f"exports entry {number}"
        for key in entry.keys() - hints.keys():
            raise ConfigError(f"{file}: unknown key {key} in {where}{nearest(key, hints)}")
        for key in {"format", "directory"} - entry.keys():
            raise ConfigError(f"{file}: {where} has no {key}; add one")
        if entry["format"] == "report" and "where" in entry:
            raise ConfigError(f"{file}: {where} has where, but a report is of the whole corpus; take where out")
        exports.append(
            Export(
                **{
                    key: checked(f"{where}, {key}", hints[key], rules[key], Given(value, file, root))
                    for key, value in entry.items()
                }
            )
        )
    return tuple(exports)


def _anchored(section: _T, root: Path) -> _T:
    """The same section with its relative paths counted from `root`."""
    changes: dict[str, object] = {}
    for f in fields(section):  # type: ignore[arg-type]
        value = getattr(section, f.name)
        if isinstance(value, Path):
            changes[f.name] = root / value
        elif isinstance(value, tuple):
            changes[f.name] = tuple(root / item if isinstance(item, Path) else item for item in value)
    return replace(section, **changes)  # type: ignore[type-var]
