from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import env, found, labels, unknown

URL = "sentinel://one:26379/0;sentinel://two:26379/0"
MASTER = {"master_name": "mymaster"}


def judged(backend: Any = URL, **words: Any) -> list[Finding]:
    return found("CK325", result_backend=backend, **words)


def test_nobody_names_the_master() -> None:
    [finding] = judged()
    assert finding.severity == "error"
    assert finding.fix == 'result_backend_transport_options = {"master_name": "mymaster"}'


def test_the_master_of_the_broker_does_not_count() -> None:
    [finding] = judged(broker_transport_options={"master_name": "main"})
    assert finding.fix == 'result_backend_transport_options = {"master_name": "main"}'
    assert labels(finding) == ["no master is named", "the broker's holds for the broker only"]


@pytest.mark.parametrize("options", [{}, {"global_keyprefix": "a"}, {"master_name": None}, {"service_name": "main"}])
def test_other_options_are_no_master(options: dict[str, Any]) -> None:
    assert judged(result_backend_transport_options=options)


def test_a_url_that_is_put_together() -> None:
    assert judged(unknown('f"sentinel://{host}:26379/0"', str))


def test_says_which_variable_may_change_it() -> None:
    assert judged(env("RESULTS", URL))[0].message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend_transport_options": MASTER},
        {"result_backend_transport_options": {"master_name": unknown("MASTER")}},
        {"result_backend_transport_options": unknown("OPTIONS")},
        {"complete": False},
        {"backend": "redis://r/1"},
        {"backend": None},
        {"backend": unknown("RESULTS", str)},
    ],
)
def test_is_silent_where_it_is_or_may_be_named(words: dict[str, Any]) -> None:
    assert judged(**words) == []
