from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Periodic, Process
from tests.rules.build import call, deployed, env, found, known, labels, process, task, unknown
from tests.rules.entities import queue

ROUTES = {"proj.media.*": {"queue": "media"}}


def judge(*workers: Process, facts: dict[str, Any] | None = None, complete: bool = True, **words: Any) -> list[Finding]:
    words.setdefault("tasks", [task("proj.media.resize")])
    words.setdefault("task_routes", ROUTES)
    deployment = deployed(*workers, complete=complete)
    return found("CK512", facts={"deployment": deployment, **(facts or {})}, **words)


def test_says_who_goes_where_and_what_workers_read() -> None:
    [finding] = judge(process(queues=["celery", "mail"]))
    assert finding.severity == "error"
    assert finding.message == "proj.media.* is routed to media, which no worker reads: they read celery, mail"
    assert finding.fix == "celery worker -Q celery,mail,media"
    assert labels(finding) == ["read by no worker", "all that this worker reads"]


def test_a_worker_without_q_reads_the_default_queue_or_what_is_declared() -> None:
    assert "they read celery" in judge(process())[0].message
    assert "they read a, b" in judge(process(), task_queues=[queue("a"), queue("b")])[0].message
    assert (
        "they read a" in judge(process(exclude_queues=["media"]), task_queues=[queue("a"), queue("media")])[0].message
    )


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("proj.media.resize", queue="media")]},
        {"calls": [call("proj.media.resize", "apply_async", queue="media")]},
        {"beat_schedule": {"nightly": {"task": "proj.media.resize", "options": {"queue": "media"}}}},
        {"facts": {"periodic": (Periodic("proj.media.resize", known(60), options={"queue": known("media")}),)}},
    ],
)
def test_a_task_a_call_and_the_schedule_name_queues_too(words: dict[str, Any]) -> None:
    [finding] = judge(process(), task_routes=None, **words)
    assert finding.message.startswith("proj.media.resize is sent to media, which no worker reads")


def test_is_less_sure_where_no_task_was_seen() -> None:
    [finding] = judge(process(), tasks=[])
    assert finding.severity == "warning"
    assert judge(process(), tasks=[], task_routes=[unknown("route"), ROUTES]) == []


def test_tells_once_what_several_send_there() -> None:
    sent = [call("proj.media.resize", "apply_async", queue="media")]
    [finding] = judge(process(), calls=sent)
    assert labels(finding)[1] == "proj.media.resize goes there"


def test_says_which_variable_may_change_it() -> None:
    [finding] = judge(process(), task_routes={"proj.media.*": {"queue": env("MEDIA", "media")}})
    assert finding.message.endswith("unless MEDIA is set")


@pytest.mark.parametrize(
    "workers",
    [
        [process(queues=["celery"]), process(queues=["media"])],
        [process(queues=["celery", "media"])],
        [process(queues=["celery"]), process(queues=unknown("$QUEUES"))],
        [process(queues=["celery"]), process(complete=False)],
        [process(queues=["celery"]), process("multi")],
        [process("beat")],
        [],
    ],
)
def test_is_silent_where_a_worker_reads_it_or_may(workers: list[Process]) -> None:
    assert judge(*workers) == []


@pytest.mark.parametrize(
    "words",
    [
        {"complete": False},
        {"tasks": [task("proj.mail.send")]},
        {"tests": True},
        {"tasks": [task("proj.media.resize", queue="celery")]},
        {"task_routes": [unknown("route"), ROUTES]},
        {"task_routes": [{"proj.media.resize": "celery"}, ROUTES]},
        {"task_always_eager": True},
        {"task_queues": [queue("a"), unknown("more")]},
        {"task_queues": [queue("media")]},
        {"task_routes": {"proj.media.*": {"queue": unknown("MEDIA")}}},
        {"task_routes": None, "calls": [call("other.program.task", "send_task", queue="other")]},
        {"task_routes": None, "calls": [call(None, "send_task", queue="other")]},
        {"task_default_queue": "media"},
        {"task_default_queue": unknown("QUEUE")},
    ],
)
def test_is_silent_about_what_is_read_run_elsewhere_or_not_known(words: dict[str, Any]) -> None:
    assert judge(process(), **words) == []


def test_a_blank_behind_a_comma_is_part_of_the_name() -> None:
    [finding] = found(
        "CK512",
        facts={"deployment": deployed(process(queues=["celery", " mail"]))},
        task_routes={"proj.mail": "mail"},
        tasks=[task("proj.mail")],
    )
    assert "they read ' mail', celery" in finding.message
    assert finding.fix == "celery worker -Q celery,mail"
