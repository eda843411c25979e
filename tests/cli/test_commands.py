from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from celerykit.cli import commands, group
from celerykit.errors import ConfigurationError, Problem, ProfileNotFound, UsageError
from tests.cli.process import celerykit

PROBLEM = Problem("broker_url", "the port is not a number", "profiles/a.toml:3", "write one")


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every run of `validate` fail with the error."""

    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("celerykit.cli.validate.judge", fail)


def test_shows_its_version() -> None:
    result = CliRunner().invoke(commands.celerykit, ["--version"])

    assert (result.exit_code, result.output) == (0, f"celerykit {version('celerykit')}\n")


def test_only_commands_that_are_there_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"validate": "celerykit.cli.validate:validate", "fly": "celerykit.cli.fly:fly"}
    frame = group.LazyGroup("frame", places=places)

    help_text = CliRunner().invoke(frame, ["--help"]).output

    assert "validate  Say where a configuration" in help_text
    assert "fly" not in help_text
    assert CliRunner().invoke(frame, ["fly"]).exit_code == 2


def test_every_command_in_the_table_that_has_a_module_loads() -> None:
    runner = CliRunner()

    for name in commands.celerykit.list_commands(
        commands.celerykit.make_context("celerykit", ["--help"], resilient_parsing=True)
    ):
        assert runner.invoke(commands.celerykit, [name, "--help"]).exit_code == 0


def test_a_command_that_is_not_there_gets_the_one_that_was_meant() -> None:
    result = CliRunner().invoke(commands.celerykit, ["validte"])

    assert result.exit_code == 2
    assert "there is no command validte: did you mean validate?" in result.stderr


def test_an_option_that_is_not_there_is_a_wrong_call() -> None:
    result = CliRunner().invoke(commands.celerykit, ["validate", "--statik"])

    assert result.exit_code == 2
    assert "--statik" in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UsageError("no such target"), 2, "celerykit: no such target\n"),
        (UsageError("redis://:hunter2@h/0: no such target"), 2, "celerykit: redis://:***@h/0: no such target\n"),
        (ProfileNotFound([Problem("redis", "no such profile")]), 2, "celerykit: redis: no such profile\n"),
        (ConfigurationError([PROBLEM]), 1, f"celerykit: {PROBLEM}\n"),
        (PermissionError(13, "Permission denied", "proj"), 2, "celerykit: permission denied: proj\n"),
        (OSError(28, "No space left on device"), 2, "celerykit: no space left on device\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_an_error_is_a_message_and_a_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    failing(monkeypatch, error)
    monkeypatch.setattr("celerykit.cli.failures.close_quietly", lambda: None)

    result = CliRunner().invoke(commands.celerykit, ["validate"])

    assert (result.exit_code, result.stderr, result.stdout) == (code, message, "")


def test_an_error_that_nobody_foresaw_is_called_a_bug_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ValueError("could not convert 'hunter2'"))

    result = CliRunner().invoke(commands.celerykit, ["validate"])

    assert result.exit_code == 2
    assert "ValueError: this is a bug in celerykit" in result.stderr
    assert "hunter2" not in result.stderr
    assert "Traceback" not in result.stderr


def test_debugging_shows_where_it_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ValueError("could not convert"))
    monkeypatch.setenv("CELERYKIT_DEBUG", "1")

    result = CliRunner().invoke(commands.celerykit, ["validate"])

    assert result.exit_code == 2
    assert "Traceback" in result.stderr
    assert "could not convert" in result.stderr


def test_python_m_is_the_same_command(tmp_path: Path) -> None:
    result = celerykit("--version", cwd=tmp_path)

    assert (result.returncode, result.stdout) == (0, f"celerykit {version('celerykit')}\n")
