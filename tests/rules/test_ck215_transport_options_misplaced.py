from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown

REDIS = {"broker_url": "redis://localhost/0", "result_backend": "redis://localhost/1"}


def test_an_option_of_the_transport_among_those_of_results() -> None:
    finding = only("CK215", **REDIS, result_backend_transport_options={"visibility_timeout": 43200})
    assert finding.message == (
        "visibility_timeout stands in result_backend_transport_options, where nobody reads it: "
        "Redis reads it from broker_transport_options"
    )
    assert finding.fix == 'broker_transport_options = {"visibility_timeout": 43200}'
    assert finding.severity == "warning"
    assert labels(finding) == ["nobody reads it here"]


def test_a_setting_among_the_options_of_the_transport() -> None:
    finding = only("CK215", **REDIS, broker_transport_options={"task_default_priority": 7, "priority_steps": [0, 5]})
    assert finding.message == (
        "task_default_priority stands in broker_transport_options, where nobody reads it: it is a setting of its own"
    )
    assert finding.fix == "task_default_priority = 7"


def test_a_setting_by_its_old_name() -> None:
    options = {"CELERYD_PREFETCH_MULTIPLIER": 1}
    assert only("CK215", **REDIS, broker_transport_options=options).fix == "worker_prefetch_multiplier = 1"


@pytest.mark.parametrize("name", ["visibility_timeout", "broker_visibility_timeout", "CELERY_VISIBILITY_TIMEOUT"])
def test_an_option_among_the_settings(name: str) -> None:
    finding = only("CK215", **REDIS, **{name: 7200})
    assert finding.message == (
        f"visibility_timeout stands among the settings, as {name}, where nobody reads it: "
        "the transport reads it from broker_transport_options"
    )


def test_the_cure_speaks_the_programs_style() -> None:
    words = {
        "CELERY_BROKER_URL": "redis://localhost/0",
        "CELERY_RESULT_BACKEND": "redis://localhost/1",
        "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS": {"visibility_timeout": unknown("SECONDS")},
    }
    finding = only("CK215", namespace="CELERY", **words)
    assert finding.fix == 'CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": …}'
    assert "in CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        REDIS,
        {**REDIS, "broker_transport_options": {"visibility_timeout": 1}},
        {
            **REDIS,
            "broker_transport_options": {"visibility_timeout": 1},
            "result_backend_transport_options": {"visibility_timeout": 1},
        },
        {
            **REDIS,
            "broker_transport_options": unknown("OPTIONS"),
            "result_backend_transport_options": {"visibility_timeout": 1},
        },
        {**REDIS, "result_backend_transport_options": {"global_keyprefix": "x", "retry_policy": {}, "other": 1}},
        {**REDIS, "result_backend_transport_options": unknown("OPTIONS")},
        {
            "broker_url": "amqp://h",
            "result_backend": "redis://h",
            "result_backend_transport_options": {"visibility_timeout": 1},
        },
        {
            "broker_url": unknown("URL"),
            "result_backend": "redis://h",
            "result_backend_transport_options": {"visibility_timeout": 1},
        },
        {**REDIS, "socket_timeout": 5},
        {**REDIS, "VISIBILITY_TIMEOUT": 5},
        {**REDIS, "CELERY_VISIBILITY_TIMEOUT": 5, "broker_transport_options": {"visibility_timeout": 5}},
        {**REDIS, "visibility_timeout": 5, "broker_transport_options": unknown("OPTIONS")},
        {**REDIS, "redbeat_visibility_timeout": 5},
    ],
)
def test_is_silent_where_it_is_read_or_may_be(words: dict[str, object]) -> None:
    assert found("CK215", **words) == []
