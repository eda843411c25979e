from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.rules.proofs.apps import LIMIT, program
from tests.workers import celery_environment


def test_a_worker_stops_where_the_module_raises(tmp_path: Path) -> None:
    program(tmp_path, "brokr", "memory://")
    run = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "celery_app:app", "worker"],
        cwd=tmp_path,
        env=celery_environment(),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert run.returncode != 0
    assert "NameError: name 'brokr' is not defined" in run.stderr
