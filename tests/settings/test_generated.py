"""Generated files repeat the catalogue as it stands, and are formatted as if by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATE = ROOT / "docs" / "generate.py"


def test_no_generated_file_is_stale():
    found = subprocess.run([sys.executable, GENERATE, "--check"], capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0), found.stderr


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_generated_files_are_clean(command: list[str]):
    folder = ROOT / "celerykit" / "settings"
    ruff = [sys.executable, "-m", "ruff", *command, folder / "families", folder / "keywords.py"]
    found = subprocess.run(ruff, capture_output=True, text=True, check=False, cwd=ROOT)
    assert found.returncode == 0, found.stdout
