from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

URL = "sentinel://s1:26379;sentinel://s2:26379"


def test_asked_for_no_master() -> None:
    finding = only("CK216", broker_url=URL)
    assert finding.message == (
        "broker_url leads to sentinels, and no master_name says which master to ask for: "
        "the first connection raises ValueError"
    )
    assert finding.fix == 'broker_transport_options = {"master_name": "mymaster"}'
    assert finding.severity == "error"
    assert labels(finding) == ["asked for no master"]


@pytest.mark.parametrize("name", [None, ""])
def test_no_name(name: object) -> None:
    assert labels(only("CK216", broker_url=URL, broker_transport_options={"master_name": name})) == ["no name"]


def test_the_masters_name_is_no_affair_of_the_results() -> None:
    assert only("CK216", broker_url=URL, result_backend_transport_options={"master_name": "mymaster"})


def test_the_default_of_a_variable() -> None:
    assert only("CK216", broker_url=env("BROKER", URL)).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": URL, "broker_transport_options": {"master_name": "mymaster"}},
        {"broker_url": URL, "broker_transport_options": {"master_name": unknown("NAME")}},
        {"broker_url": URL, "broker_transport_options": unknown("OPTIONS")},
        {"broker_url": URL, "complete": False},
        {"broker_url": "redis://localhost"},
        {"broker_url": unknown("URL")},
        {"broker_url": "redis://localhost", "result_backend": URL},
    ],
)
def test_is_silent_where_there_is_a_name_or_may_be(words: dict[str, object]) -> None:
    assert found("CK216", **words) == []
