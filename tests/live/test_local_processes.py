from __future__ import annotations

import pytest

from celerykit.live import local_processes
from celerykit.live.local_processes import LocalProcess
from celerykit.live.system import System
from tests.rules.build import project


def among(monkeypatch: pytest.MonkeyPatch, *lines: tuple[int, int, list[str]]) -> tuple[LocalProcess, ...]:
    monkeypatch.setattr(local_processes, "_command_lines", lambda: iter(lines))
    return local_processes.local_processes(System(project()))


@pytest.mark.parametrize(
    ("line", "kind", "app", "is_beat"),
    [
        ("/usr/bin/python3 /usr/bin/celery -A proj beat -s /tmp/x", "beat", "proj", True),
        ("python -X dev -m celery --app=proj.celery:app beat", "beat", "proj.celery:app", True),
        ("celery -A proj worker -B -l info", "worker", "proj", True),
        ("celery -A proj worker -Bc 2", "worker", "proj", True),
        ("celery -A proj worker -c 2", "worker", "proj", False),
        ("python manage.py celerybeat", "", "", False),
        ("python run_beat.py", "", "", False),
    ],
)
def test_a_process_of_celerys_is_known_by_its_words(
    line: str, kind: str, app: str, is_beat: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (process,) = among(monkeypatch, (7, 1, line.split()))

    assert (process.kind, process.app, process.is_beat) == (kind, app, is_beat)


def test_a_beat_that_has_given_itself_a_title_is_known_too(monkeypatch: pytest.MonkeyPatch) -> None:
    (process,) = among(monkeypatch, (7, 1, ["[celery beat] -A proj beat -l info"]))

    assert (process.kind, process.app) == ("beat", "proj")


@pytest.mark.parametrize(
    "words",
    [
        ["sh", "-c", "celery -A proj beat"],
        ["vim", "celery/beat.txt"],
        ["python", "-m", "pytest", "test_beat_missing.py"],
        ["tail", "-f", "beat.log"],
        [""],
    ],
)
def test_other_programs_are_none(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert among(monkeypatch, (7, 1, words)) == ()


def test_the_children_of_a_worker_are_none_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["celery", "-A", "proj", "worker", "-B"]

    found = among(monkeypatch, (7, 1, words), (8, 7, words), (9, 7, words))

    assert [process.pid for process in found] == [7]


def test_a_beat_is_not_the_child_of_a_script_that_looks_like_one(monkeypatch: pytest.MonkeyPatch) -> None:
    script = ["bash", "/srv/start-beat"]

    found = among(monkeypatch, (7, 1, script), (8, 7, ["celery", "-A", "proj", "beat"]))

    assert [(process.pid, process.is_beat) for process in found] == [(7, False), (8, True)]


def test_where_there_is_no_proc_ps_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(local_processes, "_PROC", tmp_path)
    monkeypatch.setattr(local_processes, "_ps", lambda: "  7     1 celery -A proj beat\n  8     1 ps -axo\n")

    (process,) = local_processes.local_processes(System(project()))

    assert (process.pid, process.kind, process.folder) == (7, "beat", "")
