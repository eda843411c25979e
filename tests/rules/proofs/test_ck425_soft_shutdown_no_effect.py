from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run

# How a worker shuts down that gets SIGTERM.
ASK = """
from celery.apps import worker
print(worker.install_worker_term_handler.keywords["how"])
"""


@pytest.mark.parametrize(("env", "how"), [({}, "Warm"), ({"REMAP_SIGTERM": "SIGQUIT"}, "Cold")])
def test_sigterm_starts_a_soft_shutdown_only_where_it_is_remapped(
    tmp_path: Path, env: dict[str, str], how: str
) -> None:
    (tmp_path / "ask.py").write_text(ASK)
    assert run("ask.py", cwd=tmp_path, env=env).strip() == how
