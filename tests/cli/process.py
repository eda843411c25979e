"""The commands as people run them: in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LIMIT = 60  # seconds; a run takes far less, and one that hangs must not stop the tests


def environment(**variables: str) -> dict[str, str]:
    """This process's, without what would change a run, and with the variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CELERY", "DJANGO"))
        and name not in {"NO_COLOR", "FORCE_COLOR", "VIRTUAL_ENV", "LINES", "COLUMNS"}
    }
    return {**kept, **variables}


def run(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python …` with the arguments."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


def celerykit(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m celerykit …` with the arguments."""
    return run("-m", "celerykit", *arguments, cwd=cwd, env=env)
