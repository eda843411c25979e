from __future__ import annotations

from datetime import timedelta

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, only, unknown


def test_a_number_written_as_text() -> None:
    finding = only("CK104", task_time_limit="300")
    assert finding.message == "'300' for task_time_limit is a text, and Celery does not convert it"
    assert finding.fix == "task_time_limit = 300"


def test_a_number_from_the_environment() -> None:
    finding = only("CK104", task_time_limit=env("LIMIT", "120"))
    assert finding.fix == "task_time_limit = int(os.environ.get(\"LIMIT\", '120'))"


def test_a_variable_without_a_default_is_a_text_all_the_same() -> None:
    finding = only("CK104", task_time_limit=unknown('os.environ["LIMIT"]', str))
    assert finding.fix == 'task_time_limit = int(os.environ["LIMIT"])'


def test_a_variable_that_may_be_missing_is_a_text_where_it_is_set() -> None:
    finding = only("CK104", task_time_limit=unknown('env("LIMIT", None)', str, "LIMIT"))
    assert finding.fix == "convert it to a number where the variable is set"


def test_never_shows_the_value_of_a_secret() -> None:
    assert "s3cr3t" not in repr(only("CK104", redis_password=["s3cr3t"]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("broker_transport_options", None),
        ("task_protocol", 3),
        ("worker_prefetch_multiplier", "four"),
        ("worker_concurrency", "four"),
        ("worker_pool_start_method", "thread"),
        ("task_soft_time_limit", timedelta(minutes=1)),
    ],
)
def test_speaks_of_what_celery_cannot_use(name: str, value: object) -> None:
    assert only("CK104", **{name: value}).severity == "error"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_time_limit", 300),
        ("task_time_limit", 0.5),
        ("task_time_limit", None),
        ("task_time_limit", unknown("limit()")),
        ("task_time_limit", unknown("int(x)", int)),
        ("result_expires", "3600"),
        ("result_expires", timedelta(days=1)),
        ("result_expires", None),
        ("worker_concurrency", "4"),
        ("worker_concurrency", "auto"),
        ("worker_prefetch_multiplier", "1"),
        ("worker_prefetch_multiplier", 0.5),
        ("task_default_rate_limit", "10/min"),
        ("accept_content", "json"),
        ("task_queues", ["mail"]),
        ("beat_schedule", ["mail"]),
        ("result_expires", 0.5),
        ("timezone", Opaque("datetime.timezone")),
        ("broker_url", ["redis://a", "redis://b"]),
        ("task_routes", Opaque("proj.Router")),
        ("task_acks_late", "False"),
        ("include", "proj.tasks"),
        ("frobnicate", "300"),
    ],
)
def test_is_silent_about_what_works_and_what_others_judge(name: str, value: object) -> None:
    assert found("CK104", **{name: value}) == []
