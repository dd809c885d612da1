"""What the configuration is, where each setting comes from, and what is refused with which words."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.config import KEYS, Config, explain, load
from pipeline.errors import AuditFailed, ConfigError, PipelineError, UnreadableError
from pipeline.paths import data
from pipeline.places import Url
from pipeline.sections import Export, Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    file = folder / "pipeline.toml"
    file.write_text(text, "utf-8")
    return file


def origins(config: Config) -> dict[str, str]:
    return {setting.key: setting.origin for setting in explain(config)}


def test_without_a_file_the_defaults_hold(folder: Path) -> None:
    config = load(env={})
    assert config.root == folder
    assert config.sources.paths == (folder / "seeds",)
    assert config.run == Run(folder / "warehouse/corpus.duckdb", folder / "warehouse/state.sqlite", 1, "threads")
    assert set(origins(config).values()) == {"default"}


def test_every_setting_is_explained(folder: Path) -> None:
    assert [setting.key for setting in explain(load(env={}))] == [*KEYS, "exports"]


def test_file_then_environment_then_flag(folder: Path) -> None:
    file = write(folder, "[run]\nworkers = 2\nwarehouse = 'a.duckdb'\n[limits]\nmax_bytes = 5")
    config = load(
        env={"PIPELINE_RUN_WORKERS": "3", "PIPELINE_LIMITS_MAX_BYTES": "6", "HOME": "x"},
        flags={"run.workers": 4, "run.runner": None},
    )
    assert (config.run.workers, config.limits.max_bytes, config.run.runner) == (4, 6, "threads")
    assert origins(config)["run.workers"] == "flag --workers"
    assert origins(config)["limits.max_bytes"] == "environment variable PIPELINE_LIMITS_MAX_BYTES"
    assert origins(config)["run.warehouse"] == str(file)


def test_paths_count_from_where_they_were_written(folder: Path) -> None:
    project = folder / "project"
    project.mkdir()
    file = write(project, "sources.paths = ['texts', '/srv/texts']\n[entities]\nauthority = ['mine.toml']")
    config = load(file, env={"PIPELINE_METADATA_TABLE": "who.csv"}, flags={"run.warehouse": Path("w/c.duckdb")})
    assert config.root == project
    assert config.sources.paths == (project / "texts", Path("/srv/texts"))
    assert config.entities.authority == (project / "mine.toml",)
    assert config.metadata.table == folder / "who.csv"
    assert config.run.warehouse == folder / "w/c.duckdb"
    assert config.run.state == folder / "w/state.sqlite"


@pytest.mark.parametrize(
    ("text", "paths"),
    [("a", ["a"]), ("a:b c", ["a", "b c"]), ('["a:b", "c"]', ["a:b", "c"]), ("", [])],
)
def test_lists_in_variables(folder: Path, text: str, paths: list[str]) -> None:
    config = load(env={"PIPELINE_SOURCES_PATHS": text})
    assert config.sources.paths == tuple(folder / path for path in paths)


def test_documents_and_staging_may_be_in_a_store(folder: Path) -> None:
    write(folder, "[sources]\npaths = ['texts', 's3://bucket/docs/', 'file:///srv/texts']\n[run]\nstaging = 's3://b/s'")
    config = load(env={})
    assert config.sources.paths == (folder / "texts", Url("s3://bucket/docs"), Path("/srv/texts"))
    assert config.run.staging == Url("s3://b/s")
    assert pickle.loads(pickle.dumps(config)) == config
    config = load(env={"PIPELINE_SOURCES_PATHS": "a:s3://bucket/docs:b", "PIPELINE_RUN_STAGING": "shared"})
    assert config.sources.paths == (folder / "a", Url("s3://bucket/docs"), folder / "b")
    assert config.run.staging == folder / "shared"
    with pytest.raises(ConfigError, match="a password stands in this address"):
        load(env={"PIPELINE_RUN_STAGING": "sftp://me:secret@host/folder"})


def test_exports_are_a_list_of_tables(folder: Path) -> None:
    entries = ["format = 'jsonl'\ndirectory = 'out'", "format = 'text'\ndirectory = '/t'\nwhere = '1'"]
    write(folder, "".join(f"[[exports]]\n{entry}\n" for entry in entries))
    config = load(env={})
    assert config.exports == (Export("jsonl", folder / "out"), Export("text", Path("/t"), "1"))
    assert origins(config)["exports"] == str(folder / "pipeline.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[run]\nworker = 2", ["unknown key run.worker", "did you mean run.workers?"]),
        ("[runs]\nworkers = 2", ["unknown section [runs]", "did you mean run?"]),
        ("[colour]\nx = 2", ["unknown section [colour]", "known are sources, metadata"]),
        ("run = 3", ["run is 3", "[run]"]),
        ("[run]\nworkers = 'two'", ["run.workers is 'two'", "a whole number"]),
        ("[run]\nworkers = true", ["run.workers is True", "a whole number"]),
        ("[run]\nworkers = 0", ["run.workers is 0", "1 or more"]),
        ("[run]\nrunner = 'fibres'", ["run.runner is 'fibres'", "'threads'"]),
        ("[run]\nwarehouse = ''", ["run.warehouse is ''", "a path"]),
        ("[run]\nscheduler = '10.0.0.1'", ["run.scheduler is '10.0.0.1'", "'tcp://10.0.0.1:8786'"]),
        ("[run]\nstaging = ''", ["run.staging is ''", "a path or a URL"]),
        ("[sources]\npaths = 'seeds'", ["sources.paths is 'seeds'", "a list of paths"]),
        ("[sources]\ninclude = ['*.txt', 3]", ["sources.include is ['*.txt', 3]", "a list"]),
        ("[languages]\ndefault = 1", ["languages.default is 1", "text in quotes"]),
        ("[schedule]\ntimezone = 'Mars/Olympus'", ["schedule.timezone is 'Mars/Olympus'", "'Asia/Almaty'"]),
        ("[notify]\nwebhook = 'example.org'", ["notify.webhook is 'example.org'", "https://"]),
        ("[notify]\ncommand = ' '", ["notify.command is ' '", "mail"]),
        ("[notify]\ncommand = 'mail \"me'", ["notify.command is", "mail"]),
        ("[notify]\ncommand = 'tell 2>&1'", ["notify.command is 'tell 2>&1'", "without a shell"]),
        ("[notify]\ncommand = 'tell; date'", ["notify.command is 'tell; date'", "without a shell"]),
        ("[notify]\ncommand = 'tell me |tee x'", ["notify.command is 'tell me |tee x'", "without a shell"]),
        ("[notify]\ncommand = 'cat >failed.json'", ["notify.command is 'cat >", "without a shell"]),
        ("[notify]\ncommand = 'cat >> failed.json'", ["notify.command is 'cat >>", "without a shell", "sh -c '…'"]),
        ("[languages]\ndefault = 'xx'", ["languages.default is 'xx'", "ISO 639-1", "(with x there are xh)"]),
        ("[languages]\ndefault = 'kazakh'", ["languages.default is 'kazakh'", ", kk, "]),
        ("[languages]\ndefault = 'RU'", ["languages.default is 'RU'", ", ru, "]),
        ("[languages]\ndefault = ''", ["languages.default is ''", "such as 'ru'"]),
        ("[schedule]\ncron = '61 3 * * *'", ["schedule.cron is '61 3 * * *'", "five fields", "'0 3 * * *'"]),
        ("[schedule]\ncron = '0 3 * *'", ["schedule.cron is '0 3 * *'", "five fields"]),
        ("[schedule]\ncron = '0 0 31 2 *'", ["schedule.cron is '0 0 31 2 *'", "five fields"]),
        ("[run]\nwarehouse = '.'", ["run.warehouse is '.'", "a folder is there"]),
        ("[run]\nstate = '.'", ["run.state is '.'", "a folder is there"]),
        ("[run]\nstate = 'a'\nwarehouse = 'b/../a'", ["run.state and run.warehouse are both", "a file of its own"]),
        ("[run]\nwarehouse = 'state.sqlite'", ["run.state and run.warehouse are both", "a file of its own"]),
        ("[[exports]]\nformat = 'txt'\ndirectory = 'x'", ["exports entry 1, format is 'txt'", "'text'", "'report'"]),
        ("[logs]\nformat = 'xml'", ["logs.format is 'xml'", "'json'"]),
        ("[[exports]]\nformat = 'text'", ["exports entry 1 has no directory"]),
        ("[[exports]]\nformat = 'text'\ndirectory = 'x'\nwere = 'y'", ["unknown key were", "did you mean where?"]),
        ("[[exports]]\nformat = 'report'\ndirectory = 'x'\nwhere = '1'", ["1 has where", "whole corpus"]),
        ("exports = 3", ["exports is 3", "[[exports]]"]),
        ("[run\nworkers = 2", ["cannot be read as TOML", "line 1"]),
    ],
)
def test_what_is_wrong_in_the_file_is_named(folder: Path, text: str, words: list[str]) -> None:
    file = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(env={})
    assert all(word in str(caught.value) for word in [str(file), *words]), str(caught.value)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("notify", "command", "mail -s 'pipeline failed' me@example.org"),
        ("notify", "command", "sh -c 'cat >> failed.json; date | mail me'"),
        ("notify", "command", "grep -e '|' \\;"),
        ("notify", "command", 'tell --how="a > b" x>y'),
        ("languages", "default", "tg"),
        ("languages", "default", "und"),
        ("languages", "default", "kk-Latn"),
        ("schedule", "cron", "*/5 4 1-7 jan,feb mon"),
    ],
)
def test_what_is_right_is_taken_as_it_is(folder: Path, section: str, key: str, value: str) -> None:
    config = load(env={}, flags={f"{section}.{key}": value})
    assert getattr(getattr(config, section), key) == value


def test_a_source_that_is_not_there_is_shown(folder: Path) -> None:
    (folder / "texts").mkdir()
    write(folder, "[sources]\npaths = ['texts', 'tetxs', 's3://bucket/docs']")
    (shown,) = [setting.value for setting in explain(load(env={})) if setting.key == "sources.paths"]
    gone = f"{folder / 'tetxs'} (not there: `pipeline run` refuses until it is)"
    assert shown == (folder / "texts", gone, Url("s3://bucket/docs"))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PIPELINE_RUN_WORKERS", "many", "run.workers is 'many'; it has to be a whole number"),
        ("PIPELINE_RUN_WORKER", "2", "did you mean PIPELINE_RUN_WORKERS?"),
        ("PIPELINE_RUNS_WAREHOUSE", "x", "did you mean PIPELINE_RUN_WAREHOUSE?"),
        ("PIPELINE_SOURCES_PATHS", "[1", "it has to be a list of paths"),
        ("PIPELINE_SCHEDULE_CRON", "x", "schedule.cron is 'x'; it has to be five fields"),
    ],
)
def test_what_is_wrong_in_a_variable_is_named(folder: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        load(env={name: value})
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["PIPELINE_WORKSPACE", "PIPELINE_RUN_ID", "PIPELINE_RUN_NUMBER", "PIPELINE_"])
def test_variables_of_build_servers_are_not_ours(folder: Path, name: str) -> None:
    assert load(env={name: "17"}) == load(env={})


def test_a_flag_that_is_no_setting_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"run\.workers"):
        load(env={}, flags={"run.worker": 3})


def test_a_path_of_a_flag_is_told_as_it_was_typed(folder: Path) -> None:
    (folder / "papers").mkdir()
    with pytest.raises(ConfigError, match=r"flag --warehouse: run\.warehouse is 'papers'; .* a folder is there"):
        load(env={}, flags={"run.warehouse": Path("papers")})


def test_a_file_that_is_asked_for_has_to_be_there(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"other.toml: no such configuration file"):
        load(Path("other.toml"), env={})


def test_a_configuration_made_by_hand_counts_from_its_root() -> None:
    config = Config(root=Path("/here"), run=Run(Path("w/c.duckdb")))
    assert config.run.state == Path("/here/w/state.sqlite")


@pytest.mark.parametrize(
    "error", [UnreadableError("a.pdf", "damaged", "get it anew"), ConfigError("x"), AuditFailed("no", ())]
)
def test_errors_come_back_whole_from_another_process(error: PipelineError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_configurations_come_back_whole_from_another_process(folder: Path) -> None:
    config = load(env={"PIPELINE_RUN_WORKERS": "2"})
    back = pickle.loads(pickle.dumps(config))
    assert back == config
    assert explain(back) == explain(config)


def test_an_unreadable_document_says_all_three() -> None:
    assert str(UnreadableError("a.pdf", "damaged", "get it anew")) == "a.pdf: damaged; get it anew"


def test_shipped_files_are_found() -> None:
    assert (data("warehouse", "schema")).is_dir()
    with pytest.raises(FileNotFoundError, match="no such folder"):
        data("no such folder")
