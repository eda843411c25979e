from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import deployed, env, found, labels, process, unknown

GIBIBYTE = 1024**3
POD: dict[str, Any] = {"where": "kubernetes", "container": True, "memory": 4 * GIBIBYTE}


def of(*, settings: dict[str, Any] | None = None, **words: Any) -> list[Finding]:
    return found("CK807", facts={"deployment": deployed(process("worker", **words))}, **(settings or {}))


def test_a_limited_container_has_a_process_for_each_processor_of_its_node() -> None:
    [finding] = of(**POD)
    assert finding.severity == "warning"
    assert "all share 4096 MiB" in finding.message
    assert labels(finding) == ["as many processes as the node has processors", "shared by all of them"]


def test_is_a_word_of_caution_outside_of_a_cluster() -> None:
    [finding] = of(where="compose", container=True, memory=GIBIBYTE)
    assert finding.severity == "info"


def test_greenlets_are_too_few() -> None:
    [finding] = of(pool="gevent")
    assert finding.severity == "info"
    assert "as many tasks at once as the machine has processors" in finding.message


def test_hundreds_of_processes_are_too_many() -> None:
    [finding] = of(concurrency=500)
    assert "500 processes" in finding.message
    assert of(settings={"worker_concurrency": 500})


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ({**POD, "concurrency": 4}, {}),
        ({**POD, "concurrency": "auto"}, {}),
        ({**POD, "concurrency": unknown("$N")}, {}),
        ({**POD, "autoscale": "10,2"}, {}),
        ({**POD, "complete": False}, {}),
        ({**POD, "environment": {"CELERY_WORKER_CONCURRENCY": "4"}}, {}),
        ({**POD, "pool": "solo"}, {}),
        ({**POD, "pool": "threads"}, {}),
        (POD, {"worker_concurrency": 4}),
        (POD, {"worker_concurrency": unknown("N")}),
        (POD, {"worker_concurrency": env("N", "4")}),
        (POD, {"complete": False, "app": "proj:app"}),
        ({"where": "kubernetes", "container": True}, {}),
        ({"memory": GIBIBYTE}, {}),
        ({**POD, "memory": 0}, {}),
        ({**POD, "memory": replace(env("MEMORY", ""), value=GIBIBYTE)}, {}),
        ({"pool": "gevent", "concurrency": 500}, {}),
        ({"pool": "threads", "concurrency": 500}, {}),
        ({}, {}),
    ],
)
def test_is_silent_where_it_may_fit(words: dict[str, Any], settings: dict[str, Any]) -> None:
    assert of(settings=settings, **words) == []
