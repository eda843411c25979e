"""What the golden runs of tests/cases cannot hold: terminals, other processes, what is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from celerykit.cli import output
from celerykit.cli.commands import celerykit
from tests.cli.process import run

SHARED = 'broker_url = "redis://cache:6379/0"\nresult_backend = "redis://cache:6379/0"\n'
HEAVY = ("celery", "kombu", "pydantic", "pydantic_settings", "rich", "sqlalchemy", "redis")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "celeryconfig.py").write_text(SHARED)
    return tmp_path


def validate(*arguments: str) -> Result:
    return CliRunner().invoke(celerykit, ["validate", "--static", *arguments])


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(output, "is_terminal", lambda: True)


@pytest.mark.usefixtures("terminal")
class TestOnATerminal:
    def test_the_format_is_full_and_coloured(self) -> None:
        text = validate("celeryconfig").stdout

        assert "\x1b[1;34m-->\x1b[0m celeryconfig.py:2:18" in text

    def test_a_file_gets_plain_lines(self, folder: Path) -> None:
        result = validate("--output-file", "report.txt", "celeryconfig")

        assert result.stdout == ""
        assert (folder / "report.txt").read_text().startswith("celeryconfig.py:2:18: warning CK204 ")

    def test_no_color_is_honoured(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")

        assert "\x1b[" not in validate("celeryconfig").stdout


def test_the_table_names_the_format(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.celerykit]\noutput-format = "json"\n')

    assert json.loads(validate("celeryconfig").stdout)["schema_version"] == 1
    assert validate("--output-format", "concise", "celeryconfig").stdout.startswith("celeryconfig.py:2:18: warning")


def test_a_format_in_the_table_that_there_is_none_of_is_refused_with_its_line(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.celerykit]\noutput-format = "jsn"\n')

    result = validate("celeryconfig")

    assert result.exit_code == 2
    assert result.stderr == "celerykit: pyproject.toml:2: there is no output-format jsn: did you mean json?\n"


def test_a_file_that_cannot_be_written_is_a_wrong_call() -> None:
    result = validate("--output-file", "no/such/folder/report.txt", "celeryconfig")

    assert result.exit_code == 2
    assert result.stderr == "celerykit: cannot write no/such/folder/report.txt: No such file or directory\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--select", "CK204"], 1),
        (["--select", "CK204", "--fail-on", "error"], 0),
        (["--select", "CK204", "--fail-on", "warning"], 1),
        (["--select", "CK204", "--fail-on", "info"], 1),
        (["--select", "CK6"], 0),
    ],
)
def test_the_fail_level_decides_the_exit_code(arguments: list[str], code: int) -> None:
    assert validate(*arguments, "celeryconfig").exit_code == code


def test_info_fails_a_run_only_when_asked(folder: Path) -> None:
    (folder / "celeryconfig.py").write_text('broker_url = "amqp://guest:guest@localhost//"\n')

    assert "info" in validate("--select", "CK703", "celeryconfig").stdout
    assert validate("--select", "CK703", "celeryconfig").exit_code == 0
    assert validate("--select", "CK703", "--fail-on", "info", "celeryconfig").exit_code == 1


def test_reading_the_source_imports_nothing_heavy(folder: Path) -> None:
    script = f"""
import sys
from celerykit.cli.commands import celerykit
celerykit(["validate", "--static", "--output-format", "full", "celeryconfig"], standalone_mode=False)
print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    result = run("-c", script, cwd=folder)

    assert "CK204" in result.stdout
    assert result.stderr.strip() == ""


@pytest.mark.parametrize("other", ["--fix", "--diff"])
def test_a_baseline_is_not_written_beside_changes(folder: Path, other: str) -> None:
    result = validate("--write-baseline", "known.json", other, "celeryconfig")

    assert result.exit_code == 2
    assert result.stderr == "celerykit: --write-baseline goes with neither --fix nor --diff: run one after the other\n"
    assert [path.name for path in folder.iterdir()] == ["celeryconfig.py"]


def test_the_hook_of_pre_commit_runs_what_there_is(folder: Path) -> None:
    hooks = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text()
    entry = next(line for line in hooks.splitlines() if line.startswith("  entry: "))
    program, *arguments = entry.removeprefix("  entry: ").split()

    result = run("-m", program, *arguments, cwd=folder)

    assert result.returncode == 1
    assert result.stdout.startswith("celeryconfig.py:2:18: warning CK204")


class TestAPage:
    def test_it_is_written_where_nothing_was_found(self, folder: Path) -> None:
        (folder / "celeryconfig.py").unlink()

        result = validate("--output-format", "html")

        assert result.exit_code == 0
        assert result.stdout.startswith("<!doctype html>")
        assert result.stderr == "nothing found: no Celery app and no Celery configuration\n"

    def test_it_is_the_same_in_every_folder_and_process_and_holds_no_secret(self, tmp_path: Path) -> None:
        pages = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "celeryconfig.py").write_text(SHARED.replace("cache", "user:hunter2@cache"))
            command = ("-m", "celerykit", "validate", "--static", "--output-format=html", "celeryconfig")
            pages.append(run(*command, cwd=tmp_path / name, env={"FORCE_COLOR": "1"}).stdout)

        assert pages[0] == pages[1]
        assert "redis://user:***@cache:6379/0" in pages[0]
        assert "hunter2" not in pages[0]
        assert str(tmp_path) not in pages[0]
        assert "\x1b" not in pages[0]
