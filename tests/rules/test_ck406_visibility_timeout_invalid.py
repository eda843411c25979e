from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Opaque
from tests.rules.build import env, found, known, unknown

DIES = "kombu cannot subtract it from the time, and the worker ends as it starts"


def on(url: str, timeout: Any) -> list[Finding]:
    return found("CK406", broker_url=url, broker_transport_options={"visibility_timeout": timeout})


@pytest.mark.parametrize(
    ("timeout", "message", "fix"),
    [
        ("3600", f"visibility_timeout is a text: {DIES}", "\"visibility_timeout\": int('3600')"),
        (timedelta(hours=2), f"visibility_timeout is a timedelta: {DIES}", '"visibility_timeout": 7200'),
        (None, f"visibility_timeout is None: {DIES}", '"visibility_timeout": 3600'),
        ([60], f"visibility_timeout is a list: {DIES}", '"visibility_timeout": 3600'),
        (
            0,
            "visibility_timeout is 0 s: what is not acknowledged at once is given to another worker, and runs again",
            '"visibility_timeout": 3600',
        ),
    ],
)
def test_what_redis_cannot_use(timeout: Any, message: str, fix: str) -> None:
    [finding] = on("redis://localhost/0", timeout)
    assert (finding.severity, finding.message, finding.fix) == ("error", message, fix)


def test_what_the_environment_says_is_a_text() -> None:
    [finding] = on("redis://localhost/0", unknown('os.environ["TIMEOUT"]', str, "TIMEOUT"))
    assert finding.message.startswith("visibility_timeout is a text where TIMEOUT is set: kombu cannot")
    assert finding.fix == '"visibility_timeout": int(os.environ["TIMEOUT"])'
    [finding] = on("redis://localhost/0", replace(env("TIMEOUT", ""), value=3600))
    assert finding.message.startswith("visibility_timeout is a text where TIMEOUT is set: ")
    [finding] = on("redis://localhost/0", env("TIMEOUT", "3600"))
    assert finding.message.startswith("visibility_timeout is a text: ")


@pytest.mark.parametrize(
    ("timeout", "words"),
    [
        (timedelta(hours=2), "is a timedelta: kombu cannot make a number of it"),
        ("an hour", "is a text that is no number: kombu cannot make a number of it"),
        (90000, "is 90000 s: SQS refuses more than 43200 s, twelve hours"),
        ("-1", "is -1 s: what is not acknowledged at once"),
    ],
)
def test_what_sqs_cannot_use(timeout: Any, words: str) -> None:
    [finding] = on("sqs://", timeout)
    assert words in finding.message


@pytest.mark.parametrize(
    "timeout", [60, 3600.5, unknown("TIMEOUT"), unknown("int(TIMEOUT)", int), known(Opaque("proj.Timeout"))]
)
def test_is_silent_about_numbers_and_what_nobody_knows(timeout: Any) -> None:
    assert on("redis://localhost/0", timeout) == []


@pytest.mark.parametrize("timeout", ["7200", 43200, None, "", 7200.9, unknown("os.environ[...]", str)])
def test_is_silent_about_what_sqs_takes(timeout: Any) -> None:
    assert on("sqs://", timeout) == []


def test_is_silent_where_nothing_is_written_or_another_broker_reads_it() -> None:
    assert found("CK406", broker_url="redis://localhost/0") == []
    assert on("amqp://localhost", "3600") == []
    assert found("CK406", broker_url=unknown("URL"), broker_transport_options={"visibility_timeout": "60"}) == []
