from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Image, Process
from tests.rules.build import deployed, found, known, labels, process, unknown


def worker(**words: Any) -> Process:
    return process(**{"where": "kubernetes", "name": "worker", "grace": 60, **words})


def of(*workers: Process, timeout: Any = 45, **words: Any) -> list[Finding]:
    return found("CK425", worker_soft_shutdown_timeout=timeout, facts={"deployment": deployed(*workers, **words)})


def test_nothing_starts_it() -> None:
    [finding] = of(worker())
    assert finding.severity == "warning"
    assert finding.message == (
        "worker_soft_shutdown_timeout is 45 s, but worker worker is told to stop by SIGTERM, which starts no soft "
        "shutdown: it waits until it is killed"
    )
    assert finding.fix == "REMAP_SIGTERM=SIGQUIT in the environment of the worker"
    assert labels(finding) == ["never begins", "the worker is started here"]


def test_a_shell_keeps_the_signal() -> None:
    [finding] = of(worker(under_shell=True, environment={"REMAP_SIGTERM": "SIGQUIT"}))
    assert "the shell that starts worker worker keeps SIGTERM to itself" in finding.message


def test_the_grace_is_too_short() -> None:
    [finding] = of(worker(grace=49, environment={"REMAP_SIGTERM": "SIGQUIT"}))
    assert "worker worker is killed 49 s after it was told to stop" in finding.message
    assert finding.fix == "give it a grace of 50 s"


def test_tells_once_of_several_workers() -> None:
    assert len(of(worker(), worker())) == 1


QUIT = {"REMAP_SIGTERM": "SIGQUIT"}


@pytest.mark.parametrize(
    "workers",
    [
        [],
        [worker(environment=QUIT)],
        [worker(environment=QUIT, grace=50)],
        [worker(environment=QUIT, grace=unknown("GRACE"))],
        [worker(environment={"REMAP_SIGTERM": unknown("$SIGNAL")})],
        [worker(environment_complete=False)],
        [worker(stop_signal=known("SIGQUIT"))],
        [worker(environment=QUIT), worker(where="compose")],
        [worker(where="makefile")],
        [worker(where="procfile", environment_complete=False)],
        [worker(kind="beat")],
    ],
)
def test_is_silent_where_it_begins_or_nobody_knows(workers: list[Process]) -> None:
    assert of(*workers) == []


def test_is_silent_where_an_image_says_it() -> None:
    assert of(worker(), images=[Image(environment={"REMAP_SIGTERM": known("SIGQUIT")})]) == []


@pytest.mark.parametrize("timeout", [0, 0.0, unknown("TIMEOUT"), "45"])
def test_is_silent_where_no_soft_shutdown_is_set(timeout: Any) -> None:
    assert of(worker(), timeout=timeout) == []
