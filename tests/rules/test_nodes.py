from __future__ import annotations

from typing import Any

import pytest

from celerykit.rules.nodes import fixed_name, machine, name_on_its_host, replicas, together
from tests.rules.build import deployed, env, process, project, unknown


@pytest.mark.parametrize(
    ("words", "name", "fixed"),
    [
        ({}, "celery@%h", None),
        ({"hostname": "w"}, "celery@w", "celery@w"),
        ({"hostname": "w@host"}, "w@host", "w@host"),
        ({"hostname": "w@%h"}, "w@%h", None),
        ({"hostname": "w%i@host"}, None, None),
        ({"hostname": unknown("$NAME")}, None, None),
        ({"hostname": env("NAME", "w")}, None, None),
        ({"environment": {"CELERY_WORKER_HOSTNAME": "w"}}, "celery@w", "celery@w"),
        ({"complete": False}, None, None),
    ],
)
def test_knows_how_a_worker_calls_itself(words: dict[str, Any], name: str | None, fixed: str | None) -> None:
    worker = process("worker", **words)
    assert (name_on_its_host(worker), fixed_name(worker)) == (name, fixed)


@pytest.mark.parametrize(("written", "count"), [(3, 3), (1, 1), (0, 1), (unknown("$N"), 1), ("3", 1)])
def test_counts_those_that_are_known_to_run(written: object, count: int) -> None:
    assert replicas(process("worker", replicas=written)) == count


def test_groups_workers_by_file_each_place_once() -> None:
    a, b, c = process("worker", line=1), process("worker", line=2), process("worker", path="compose.yml")
    assert together(project(facts={"deployment": deployed(a, c, b, a)})) == [[a, b], [c]]


@pytest.mark.parametrize(
    ("words", "shared"),
    [
        ({"where": "supervisor", "name": "w"}, "supervisor"),
        ({"where": "compose", "name": "w", "container": True}, "compose w"),
        ({"where": "systemd", "name": "w"}, None),
        ({"where": "procfile", "name": "w"}, None),
    ],
)
def test_knows_which_machine_workers_are_sure_to_share(words: dict[str, Any], shared: str | None) -> None:
    assert machine(process("worker", **words)) == shared
