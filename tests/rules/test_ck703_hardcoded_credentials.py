from __future__ import annotations

import pytest

from celerykit.project import State, Value
from tests.rules.build import env, found, only, unknown

URL = "amqp://shop:t0ps3cret@mq.example.net//"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("broker_url", URL),
        ("broker_url", ["amqp://mq//", URL]),
        ("result_backend", "db+postgresql://shop:t0ps3cret@db/results"),
        ("broker_url", "redis://:t0ps3cret@cache:6379/0"),
        ("broker_url", "sqs://KEY:t0ps3cret@"),
        ("redis_password", "t0ps3cret"),
        ("security_key_password", "t0ps3cret"),
        ("broker_transport_options", {"sentinel_kwargs": {"password": "t0ps3cret"}}),
    ],
)
def test_a_password_in_the_source_which_is_never_shown(setting: str, value: object) -> None:
    finding = only("CK703", **{setting: value})
    assert finding.severity == "warning"
    assert "stands in the source" in finding.message
    assert "t0ps3cret" not in repr(finding)


def test_the_cure_is_the_variable_that_celery_reads() -> None:
    assert only("CK703", broker_url=URL).fix == 'broker_url = os.environ["CELERY_BROKER_URL"]'


def test_the_default_of_a_variable() -> None:
    finding = only("CK703", broker_url=env("BROKER", URL))
    assert "as the default of BROKER" in finding.message
    assert finding.fix == 'broker_url = os.environ["BROKER"]'


@pytest.mark.parametrize(
    "url",
    [
        "amqp://guest:guest@localhost//",
        "amqp://guest:guest@rabbitmq//",
        "redis://:secret@localhost:6379/0",
        "redis://:secret@127.0.0.1:6379/0",
    ],
)
def test_what_opens_nothing_is_only_noted(url: str) -> None:
    assert only("CK703", broker_url=url).severity == "info"


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "amqp://mq//"},
        {"broker_url": "amqp://shop@mq//"},
        {"broker_url": "redis://cache:6379/0"},
        {"broker_url": "redis://:p[w]@cache:6379/0"},
        {"broker_url": unknown("os.environ['URL']", str)},
        {"redis_password": unknown("os.environ['PASSWORD']", str)},
        {"redis_password": None},
        {"redis_password": ""},
        {"broker_transport_options": {"sentinel_kwargs": {"password": unknown("PASSWORD")}}},
        {"broker_transport_options": {"visibility_timeout": 3600}},
        {"task_default_queue": "shop:secret@queue"},
        {"tests": True, "broker_url": URL},
    ],
)
def test_is_silent_where_no_password_is_written(words: dict[str, object]) -> None:
    assert found("CK703", **words) == []


def test_is_silent_about_what_was_computed() -> None:
    assert found("CK703", broker_url=Value(State.KNOWN, URL, text="url()")) == []


@pytest.mark.parametrize(("host", "severity"), [("db", "info"), ("mq.example.net", "warning")])
def test_a_developers_default_for_a_container_is_noted(host: str, severity: str) -> None:
    url = env("BROKER", f"amqp://shop:t0ps3cret@{host}//")
    assert only("CK703", broker_url=url).severity == severity
