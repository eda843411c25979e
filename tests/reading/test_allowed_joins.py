from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.reading import read

PROGRAM = """\
from celery import Celery, result
from celery.result import allow_join_result

app = Celery("p", broker="redis://r/0", backend="redis://r/1")

@app.task
def fetch(): ...

@app.task
def parse():
    with {0}:
        return fetch.delay().get(timeout=3)

@app.task
def other():
    return fetch.delay().get()
"""


@pytest.mark.parametrize("block", ["allow_join_result()", "result.allow_join_result()", "a, allow_join_result() as b"])
def test_a_wait_in_such_a_block_is_allowed(block: str, tmp_path: Path) -> None:
    (tmp_path / "celery_app.py").write_text(PROGRAM.format(block))
    [project] = read(["celery_app.py"], root=tmp_path, static=True).projects
    allowed, plain = project.reads
    assert allowed.options["disable_sync_subtasks"].value is False
    assert allowed.options["timeout"].value == 3
    assert plain.options == {}
