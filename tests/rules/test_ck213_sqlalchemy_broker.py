from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import env, found, judged, labels, only, project, unknown

URL = "sqla+postgresql://db/shop"


@pytest.mark.parametrize("url", [URL, "sqlalchemy+mysql://db/shop", "sqla+sqlite:///queue.db"])
def test_a_database_for_a_broker(url: str) -> None:
    finding = only("CK213", broker_url=url)
    assert finding.message.startswith("broker_url is a database: no remote control")
    assert finding.severity == "warning"
    assert labels(finding) == ["tables for queues"]


def test_a_developers_default_is_noted() -> None:
    finding = only("CK213", broker_url=env("BROKER", URL))
    assert finding.severity == "info"
    assert finding.message.endswith(", unless BROKER is set")


def test_is_silent_about_what_is_said_to_run_without_a_server() -> None:
    assert judged("CK213", replace(project(broker_url=URL), embedded=True)) == []


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "amqp://mq//"},
        {"broker_url": unknown("URL")},
        {"broker_url": unknown('f"sqla+{URL}"')},
        {"broker_url": URL, "tests": True},
        {"broker_url": "redis://h", "result_backend": "db+postgresql://db/shop"},
    ],
)
def test_is_silent_about_brokers_and_results(words: dict[str, object]) -> None:
    assert found("CK213", **words) == []
