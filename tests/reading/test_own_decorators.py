"""Files that only use a decorator of the project's own."""

from __future__ import annotations

import pytest

from celerykit.reading.names import Names
from celerykit.reading.own_decorators import decorated
from celerykit.reading.sources import Program
from tests.reading.conftest import write

OWN = "from celery import shared_task\ndef job(fun):\n    return shared_task(fun)\n"


@pytest.fixture
def found(tmp_path):
    def of(base, text):
        write(tmp_path, {"base.py": base, "other.py": text})
        names = Names(Program(tmp_path))
        module = names.program.module(tmp_path / "base.py")
        return [each.scope.module.path for each in decorated(tmp_path, [names.outline(module)], names)]

    return of


@pytest.mark.parametrize(
    "base",
    [
        OWN,
        "def job(**k):\n    def inner(fun):\n        @app.task(**k)\n        def run(): ...\n    return inner\n",
        "def job(fun):\n    @shared_task\n    def run(): ...\n    return run\n",
        "job = partial(shared_task, bind=True)\n",
        "job = app.task(bind=True)\n",
        "job = app.task\n",
        "job = lambda *a: partial(app.task, *a)\n",
    ],
)
@pytest.mark.parametrize("text", ["@job\ndef f(): ...\n", "import base\n@base.job(1)\ndef f(): ...\n"])
def test_finds_a_file(base, text, found):
    assert found(base, text) == ["other.py"]


@pytest.mark.parametrize(
    ("base", "text"),
    [
        (OWN, "def job(): ...\njob()\n"),
        (OWN, "@jobs\ndef f(): ...\n"),
        (OWN, "@job\ndef f(:\n"),
        ("x = 3\n", "@job\ndef f(): ...\n"),
        ("@app.task\ndef job(): ...\n", "@job\ndef f(): ...\n"),
    ],
)
def test_finds_no_other(base, text, found):
    assert found(base, text) == []
