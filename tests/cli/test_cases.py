"""Whole runs, as files: tests/cases/<name>/ holds a project, a command, and what the command says.

project/: the folder of the run. command.txt: the command line. expected.out, expected.err: stdout and stderr, where
there is any. expected.code: the exit code. expected.file: what was written to report.txt. expected.fixed: what --fix
made of celeryconfig.py. CELERYKIT_UPDATE_CASES=1 writes what is expected anew: read the diff.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.process import celerykit

CASES = Path(__file__).parents[1] / "cases"
UPDATE = bool(os.environ.get("CELERYKIT_UPDATE_CASES"))


def said(case: Path, folder: Path) -> dict[str, str]:
    """What the command of the case says in a copy of its project, by the name of the file that holds it."""
    shutil.copytree(case / "project", folder)
    program, *arguments = shlex.split((case / "command.txt").read_text(encoding="utf-8"))
    assert program == "celerykit"
    result = celerykit(*arguments, cwd=folder)
    texts = {
        "expected.out": result.stdout,
        "expected.err": result.stderr,
        "expected.code": f"{result.returncode}\n",
    }
    written = folder / "report.txt"
    if written.exists():
        texts["expected.file"] = written.read_text(encoding="utf-8")
    config = folder / "celeryconfig.py"
    if "--fix" in arguments:
        texts["expected.fixed"] = config.read_text(encoding="utf-8")
    return {name: text for name, text in texts.items() if text}


def expected(case: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in case.glob("expected.*")}


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if (path / "command.txt").exists()))
def test_a_run_says_what_is_expected(name: str, tmp_path: Path) -> None:
    case = CASES / name
    texts = said(case, tmp_path / "project")
    if UPDATE:
        for path in case.glob("expected.*"):
            path.unlink()
        for file, text in texts.items():
            (case / file).write_text(text, encoding="utf-8")

    assert texts == expected(case)


@pytest.mark.parametrize("name", ["findings_json", "findings_full"])
def test_the_same_input_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    assert said(CASES / name, tmp_path / "once") == said(CASES / name, tmp_path / "again")


def test_no_case_holds_a_path_of_a_machine() -> None:
    texts = [text for case in CASES.iterdir() if case.is_dir() for text in expected(case).values()]

    assert texts
    assert not [text for text in texts if str(Path.cwd()) in text or "/tmp/" in text]
