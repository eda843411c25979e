from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

SHARED = {"broker_url": "redis://one:6379/0", "result_backend": "redis://one:6379/0"}
PREFIX = {"global_keyprefix": "shop:"}


def test_results_have_no_prefix() -> None:
    words = {**SHARED, "broker_transport_options": PREFIX, "result_backend_transport_options": {"master_name": "a"}}
    finding = only("CK422", **words)
    assert finding.severity == "warning"
    assert finding.message == (
        "keys of tasks have the prefix 'shop:', but those of results in the same Redis database have none: "
        "they mix with those of others"
    )
    assert finding.fix == 'result_backend_transport_options = {"global_keyprefix": "shop:"}'
    assert labels(finding) == ["before the keys of tasks", "says nothing for results"]


def test_tasks_have_no_prefix() -> None:
    finding = only("CK422", **SHARED, result_backend_transport_options=PREFIX)
    assert finding.message.startswith("keys of results have the prefix 'shop:', but those of tasks")


def test_only_a_word_where_the_databases_differ() -> None:
    finding = only("CK422", **{**SHARED, "result_backend": "redis://one:6379/1"}, broker_transport_options=PREFIX)
    assert finding.severity == "info"
    assert "those of results in another database of the same Redis have none" in finding.message


def test_one_variable_is_one_database() -> None:
    one = env("REDIS_URL", "redis://one")
    assert only("CK422", broker_url=one, result_backend=one, broker_transport_options=PREFIX)


@pytest.mark.parametrize(
    "words",
    [
        SHARED,
        {**SHARED, "broker_transport_options": PREFIX, "result_backend_transport_options": PREFIX},
        {**SHARED, "broker_transport_options": PREFIX, "result_backend_transport_options": unknown("options()")},
        {**SHARED, "broker_transport_options": {"global_keyprefix": unknown("PREFIX")}},
        {**SHARED, "broker_transport_options": {"global_keyprefix": ""}},
        {**SHARED, "broker_transport_options": PREFIX, "result_backend": "redis://two:6379/0"},
        {**SHARED, "broker_transport_options": PREFIX, "result_backend": unknown("URL")},
    ],
)
def test_is_silent_where_both_have_one_or_share_nothing(words: dict[str, object]) -> None:
    assert found("CK422", **words) == []
