from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.process import celerykit
from tests.live.redis_states import sender
from tests.servers.process import free_port


def ask(folder: Path, task_id: str, *words: str) -> tuple[int, str, str]:
    ran = celerykit("doctor", "celeryconfig", "--task-id", task_id, "--timeout", "2", *words, cwd=folder)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.servers
def test_it_is_told_in_text_and_in_json(tmp_path: Path, redis_url: str) -> None:
    (tmp_path / "celeryconfig.py").write_text(f'broker_url = "{redis_url}"\n')
    with sender(redis_url) as app:
        task_id = str(app.send_task("proj.add", ("geheim",)).id)

    code, text, _ = ask(tmp_path, task_id)
    json_code, said, _ = ask(tmp_path, task_id, "--output-format", "json")

    assert (code, json_code) == (0, 0)
    assert text == (
        f"task {task_id}: queued\n"
        "  it waits in the queue celery, none before it: proj.add\n"
        "  not checked: workers, revoked tasks: no worker answers\n"
        "  not checked: results: no result backend is configured\n"
    )
    (system,) = json.loads(said)["systems"]
    assert (system["fate"], system["facts"][0]["ahead"], system["facts"][0]["queue"]) == ("queued", 0, "celery")
    assert "geheim" not in text + said


@pytest.mark.servers
def test_one_that_nobody_knows_ends_it_with_1(tmp_path: Path, redis_url: str) -> None:
    (tmp_path / "celeryconfig.py").write_text(f'broker_url = "{redis_url}"\n')

    code, text, _ = ask(tmp_path, "no-such-id")

    assert code == 1
    assert text.startswith("task no-such-id: unknown\n  it may be that:\n  - it was never sent")


def test_where_nobody_can_be_asked_it_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "celeryconfig.py").write_text(f'broker_url = "redis://:geheim@127.0.0.1:{free_port()}/0"\n')

    code, text, error = ask(tmp_path, "any")

    assert (code, error) == (2, "celerykit: nothing could be checked\n")
    assert "not checked: queues" in text
    assert "geheim" not in text


def test_other_formats_are_refused(tmp_path: Path) -> None:
    (tmp_path / "celeryconfig.py").write_text("")

    code, _, error = ask(tmp_path, "any", "--output-format", "sarif")

    assert (code, error) == (2, "celerykit: the fate of a task is told in text or in json, not as sarif\n")
