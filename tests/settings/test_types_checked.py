"""What type checkers say about settings: a misspelling or a wrong type is an error before anything runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

HEAD = """\
import re
from collections.abc import Mapping
from datetime import timedelta, timezone
from pathlib import Path

from celerykit import load_profile

options: dict[str, int] = {"visibility_timeout": 3600}


def route(name: str, *args: object, **kwargs: object) -> Mapping[str, object] | None:
    return {"queue": name}


class Annotation:
    def annotate(self, task: object) -> dict[str, object]:
        return {}


"""
GOOD = """\
load_profile()
load_profile("redis-redis", env={}, intent={"longest_task": "30m"})
load_profile("redis-redis", task_serializer="json", accept_content=["json"], include=("proj.tasks",))
load_profile(task_acks_late=True, task_time_limit=30.5, task_soft_time_limit="10m", result_expires=timedelta(days=1))
load_profile(worker_concurrency="auto", worker_prefetch_multiplier=1, worker_max_tasks_per_child=None)
load_profile(timezone=timezone.utc, task_default_rate_limit="10/m", task_default_delivery_mode="transient")
load_profile(broker_url=["redis://a", "redis://b"], broker_transport_options=options, broker_use_ssl=True)
load_profile(task_routes={"p.*": {"queue": "q"}, re.compile("x"): "q"}, task_queues=["a", "b"])
load_profile(task_routes=[route, {"a": "b"}, "proj.routers:route"], beat_schedule_filename=Path("beat"))
load_profile(task_routes=route, task_annotations={"p.a": {"rate_limit": "10/m"}})
load_profile(task_annotations=[Annotation()], worker_pool="threads", task_default_queue_type="quorum")
load_profile(beat_schedule={"e": {"task": "p.t", "schedule": {"crontab": "0 4 * * *"}}}, task_protocol=2)
"""
BAD = """\
load_profile("redis-redis", task_serialiser="json")
load_profile("redis-redis", task_ack_late=True)
load_profile(task_acks_late="False")
load_profile(task_time_limit=[30])
load_profile(accept_content="json")
load_profile(include="proj.tasks")
load_profile(worker_prefetch_multiplier="4")
load_profile(worker_concurrency="many")
load_profile(task_default_queue_type="quorums")
load_profile(task_protocol=3)
load_profile(broker_transport_options=[("visibility_timeout", 3600)])
load_profile(task_annotations={"p.a": 5})
load_profile(task_acks_late=None)
load_profile(5)
"""


def mypy(file: Path) -> set[int]:
    """The lines of the file in which mypy finds errors."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml", file]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent)
    assert found.returncode in {0, 1}, found.stderr
    assert found.stderr == ""
    errors = re.findall(rf"^{re.escape(file.name)}:(\d+): error", found.stdout, re.MULTILINE)
    assert len(errors) == found.stdout.count(": error:"), found.stdout
    return {int(line) for line in errors}


def pyright(file: Path) -> set[int]:
    """The lines of the file in which pyright finds errors."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, file]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent)
    errors = [item for item in json.loads(found.stdout)["generalDiagnostics"] if item["severity"] == "error"]
    return {item["range"]["start"]["line"] + 1 for item in errors}


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_good_lines_pass_and_bad_ones_do_not(tmp_path: Path, checker: Callable[[Path], set[int]]):
    file = tmp_path / "project.py"
    file.write_text(HEAD + GOOD + BAD)
    first = len((HEAD + GOOD).splitlines()) + 1
    assert checker(file) == set(range(first, first + len(BAD.splitlines())))
