from __future__ import annotations

import pytest

from celerykit.project import Periodic
from celerykit.rules.delays import delays
from tests.rules.build import call, known, project, task, unknown


def found(**words: object) -> list[tuple[float, str]]:
    return [(delay.seconds, delay.words) for delay in delays(project(**words))]  # type: ignore[arg-type]


def test_a_countdown_of_a_call() -> None:
    calls = [call("proj.add", "apply_async", countdown=60), call(None, "send_task", countdown=5)]
    assert found(calls=calls) == [
        (60, "proj.add is sent with a countdown of 60 s"),
        (5, "a task is sent with a countdown of 5 s"),
    ]


def test_a_retry_that_says_when() -> None:
    assert found(calls=[call("proj.add", "retry", countdown=60)]) == [
        (60, "a retry of proj.add is sent with a countdown of 60 s")
    ]


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("datetime.utcnow() + timedelta(hours=2)", 7200),
        ("timezone.now() + datetime.timedelta(days=1, minutes=30)", 88200),
        ("datetime.now(timezone.utc) + timedelta(seconds=90.5)", 90.5),
        ("datetime.now(tz=ZoneInfo('UTC'))+timedelta(1)", 86400),
        ("now() + timedelta(weeks=1)", 604800),
    ],
)
def test_a_time_that_is_counted_from_now(text: str, ahead: float) -> None:
    [(seconds, _)] = found(calls=[call("proj.add", "apply_async", eta=unknown(text))])
    assert seconds == ahead


@pytest.mark.parametrize(
    "text",
    [
        "when",
        "order.date + timedelta(days=1)",
        "datetime.now() - timedelta(days=1)",
        "datetime.now() + timedelta(days=days)",
        "datetime.now() + timedelta(1, 30)",
        "datetime.now() + timedelta()",
        "datetime.now() + timedelta(days=1) if far else None",
    ],
)
def test_not_a_time_that_only_running_tells(text: str) -> None:
    assert found(calls=[call("proj.add", "apply_async", eta=unknown(text))]) == []


def test_what_the_schedule_sends_later() -> None:
    schedule = {"nightly": {"task": "proj.add", "schedule": 60, "options": {"countdown": 300}}, "odd": {"task": "x"}}
    periodic = Periodic("proj.mul", known(60), options={"countdown": known(30)})
    assert found(beat_schedule=schedule, facts={"periodic": (periodic,)}) == [
        (300, "nightly of beat_schedule is sent with a countdown of 300 s"),
        (30, "proj.mul is sent with a countdown of 30 s"),
    ]


def test_the_delay_of_retries_by_the_task_or_its_annotation() -> None:
    assert found(tasks=[task("proj.add", default_retry_delay=600)]) == [(600, "a retry of proj.add waits 600 s")]
    annotations = {"proj.add": {"default_retry_delay": 700}}
    assert found(tasks=[task("proj.add")], task_annotations=annotations) == [(700, "a retry of proj.add waits 700 s")]


@pytest.mark.parametrize(
    ("options", "longest"),
    [
        ({"retry_backoff": True}, 4),
        ({"retry_backoff": 10, "max_retries": 5}, 160),
        ({"retry_backoff": 60, "max_retries": 10}, 600),
        ({"retry_backoff": True, "max_retries": None, "retry_backoff_max": 7200}, 7200),
        ({"retry_backoff": True, "max_retries": None}, 600),
        ({"retry_backoff": 60, "retry_kwargs": {"max_retries": 8}, "retry_backoff_max": 86400}, 7680),
        ({"retry_backoff": 60, "max_retries": 1000, "retry_backoff_max": 86400}, 86400),
    ],
)
def test_the_longest_wait_of_a_backoff(options: dict[str, object], longest: float) -> None:
    assert found(tasks=[task("proj.add", autoretry_for=unknown("(OSError,)"), **options)]) == [
        (longest, f"a retry of proj.add waits up to {longest} s")
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"retry_backoff": 60, "retry_backoff_max": 86400},  # nothing retries by itself
        {"autoretry_for": unknown("(OSError,)"), "retry_backoff": False},
        {"autoretry_for": unknown("(OSError,)"), "retry_backoff": unknown("BACKOFF")},
        {"autoretry_for": unknown("(OSError,)"), "retry_backoff": 9, "max_retries": unknown("TRIES")},
        {"autoretry_for": unknown("(OSError,)"), "retry_backoff": 9, "retry_backoff_max": unknown("MOST")},
        {"default_retry_delay": unknown("DELAY")},
        {"max_retries": 3},
    ],
)
def test_nothing_where_nothing_waits_or_nobody_knows(options: dict[str, object]) -> None:
    assert found(tasks=[task("proj.add", **options)]) == []
    assert found(calls=[call("proj.add", "apply_async", countdown=unknown("later"))]) == []
