from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from celerykit.cli import output
from tests.cli.process import LIMIT, celerykit, environment


@pytest.mark.parametrize(
    ("terminal", "variables", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, variables: dict[str, str], expected: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(output, "is_terminal", lambda: terminal)

    assert output.wants_colour() is expected


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "celerykit", "rule"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()  # long before the first byte is written
    _, errors = process.communicate(timeout=LIMIT)

    assert (process.returncode, errors) == (0, "")


def test_what_the_terminal_cannot_show_is_replaced(tmp_path: Path) -> None:
    result = celerykit("rule", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})

    assert result.returncode == 0
    assert result.stdout.isascii()
