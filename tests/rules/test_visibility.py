from __future__ import annotations

import pytest

from celerykit.project import Value
from celerykit.rules.visibility import seconds, visibility_timeout
from tests.rules.build import known, project, unknown


def test_what_is_written_or_the_default_of_the_broker() -> None:
    told = visibility_timeout(project(broker_url="redis://one"))
    assert told is not None
    assert told[2] == 3600
    told = visibility_timeout(project(broker_url="sqs://", broker_transport_options={"visibility_timeout": 60}))
    assert told is not None
    assert (told[0].title, told[2]) == ("SQS", 60)


@pytest.mark.parametrize(
    "settings",
    [
        {"broker_url": "amqp://one"},
        {"broker_url": unknown("URL")},
        {"broker_url": "redis://one", "broker_transport_options": {"visibility_timeout": unknown("TIMEOUT")}},
        {"broker_url": "redis://one", "broker_transport_options": {"visibility_timeout": "an hour"}},
        {"broker_url": "sqs://", "broker_transport_options": {"predefined_queues": {"celery": {"url": "https://a"}}}},
        {"broker_url": "sqs://", "broker_transport_options": {"predefined_queues": unknown("QUEUES")}},
    ],
)
def test_none_where_the_configuration_does_not_decide_it(settings: dict[str, object]) -> None:
    assert visibility_timeout(project(**settings)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [known(None), known(True), known("60"), known(0), unknown("X")])
def test_no_seconds(value: Value) -> None:
    assert seconds(value) is None
