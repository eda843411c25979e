from __future__ import annotations

import pytest

from tests.rules.build import call, env, found, labels, only, task, unknown

REDIS = "redis://localhost:6379/0"
TOMORROW = call("proj.remind", "apply_async", countdown=86400)


def test_says_how_long_a_message_is_held_and_when_it_is_redelivered() -> None:
    finding = only("CK404", broker_url=REDIS, calls=[TOMORROW])
    assert finding.severity == "error"
    assert finding.message == (
        "proj.remind is sent with a countdown of 86400 s, and no worker acknowledges it before, but Redis redelivers "
        "it after 3600 s, its default: the task runs once for each delivery"
    )
    assert finding.place == TOMORROW.place


def test_shows_the_timeout_and_all_that_outlast_it() -> None:
    calls = [call("proj.a", "apply_async", countdown=300), TOMORROW, call("proj.b", "apply_async", countdown=60)]
    finding = only("CK404", broker_url=REDIS, broker_transport_options={"visibility_timeout": 120}, calls=calls)
    assert finding.message.startswith("proj.remind is sent with a countdown of 86400 s")
    assert labels(finding) == ["redelivered after this many seconds", *["held unacknowledged for so long"] * 2]


def test_early_acknowledgement_is_no_excuse() -> None:
    assert found("CK404", broker_url=REDIS, task_acks_late=False, calls=[TOMORROW])


def test_the_delay_of_a_retry_counts() -> None:
    finding = only("CK404", broker_url=REDIS, tasks=[task("proj.a", default_retry_delay=7200)])
    assert finding.message.startswith("a retry of proj.a waits 7200 s, and")
    finding = only("CK404", broker_url="sqs://", calls=[call("proj.a", "retry", countdown=2400)])
    assert "but SQS redelivers it after 1800 s" in finding.message


def test_what_the_schedule_delays_counts() -> None:
    schedule = {"nightly": {"task": "proj.a", "schedule": 60, "options": {"countdown": 7200}}}
    assert "nightly of beat_schedule" in only("CK404", broker_url=REDIS, beat_schedule=schedule).message


def test_says_which_variable_may_change_it() -> None:
    assert (
        ", its default, unless BROKER is set"
        in only("CK404", broker_url=env("BROKER", REDIS), calls=[TOMORROW]).message
    )


@pytest.mark.parametrize(
    "words",
    [
        {"calls": [call("proj.a", "apply_async", countdown=3600)]},
        {"calls": [call("proj.a", "delay")]},
        {"calls": [call("proj.a", "apply_async", countdown=unknown("later"))]},
        {"calls": [call("proj.a", "apply_async", eta=unknown("when"))]},
        {"calls": [TOMORROW], "broker_transport_options": {"visibility_timeout": 90000}},
        {"calls": [TOMORROW], "broker_transport_options": {"visibility_timeout": unknown("TIMEOUT")}},
        {"calls": [TOMORROW], "broker_transport_options": unknown("options()")},
        {"tasks": [task("proj.a", default_retry_delay=60, max_retries=100)]},
    ],
)
def test_is_silent_where_the_time_suffices_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK404", broker_url=REDIS, **words) == []


@pytest.mark.parametrize("url", ["amqp://localhost", "memory://", unknown("URL")])
def test_is_silent_on_other_brokers(url: object) -> None:
    assert found("CK404", broker_url=url, calls=[TOMORROW]) == []
