from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.live.answering import told, worker
from tests.rules.build import call, task, unknown

STORE = "redis://h:6379/1"


def found(*workers: Any, **words: Any) -> list[Finding]:
    words.setdefault("result_backend", STORE)
    return told("CK963", workers=workers, tasks=[task("shop.order")], **words)


def one(name: str = "w@h", *, results: str = STORE, **conf: Any) -> Any:
    return worker(name, "shop.order", results=results, **conf)


@pytest.mark.parametrize(
    ("there", "severity"),
    [
        ("redis://h:6379/2", "error"),
        ("rpc:///", "error"),
        ("disabled", "error"),
        ("db+postgresql://u@h/d", "error"),
        ("redis://cache:6379/1", "info"),
        ("redis://h:6380/1", "info"),
    ],
)
def test_finds_results_kept_elsewhere(there: str, severity: str) -> None:
    (finding,) = found(one(results=there))

    assert finding.severity == severity
    assert finding.message.startswith(f"result_backend is '{STORE}' for this program, '{there}' for w@h")


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (STORE, STORE),
        ("redis://:geheim@h:6379/1", "redis://:**@h:6379/1"),
        # As Celery 5.4 writes them.
        ("redis://h", "redis://h/"),
        ("rpc://", "rpc:///"),
        ("rediss://h:6379/1?ssl_cert_reqs=CERT_NONE", "rediss://h:6379/1"),
        (None, "disabled"),
        ("django-db", "django-db"),
        (unknown("STORE"), STORE),
    ],
)
def test_is_silent_where_results_are_kept_in_one_place(here: Any, there: str) -> None:
    assert found(one(results=there), result_backend=here) == []


def test_says_no_password() -> None:
    (finding,) = found(one(results="redis://:**@h:6379/2"), result_backend="redis://:geheim@h:6379/1")

    assert "geheim" not in repr(finding)


def test_takes_a_worker_s_report_for_more_than_its_settings() -> None:
    """CELERY_RESULT_BACKEND is in force, and not among what `conf` tells."""
    assert found(one(result_backend="redis://h:6379/5")) == []


def test_finds_a_prefix_that_only_one_side_has() -> None:
    prefixed = {"result_backend_transport_options": {"global_keyprefix": "********"}}

    (finding,) = found(one(**prefixed), result_backend_transport_options={})

    assert "['global_keyprefix'] there or not is False for this program, True for w@h" in finding.message


def test_is_silent_of_two_prefixes_that_are_hidden() -> None:
    prefixed = {"result_backend_transport_options": {"global_keyprefix": "********"}}

    assert found(one(**prefixed), result_backend_transport_options={"global_keyprefix": "shop"}) == []


def test_finds_another_separator() -> None:
    options = {"broker_transport_options": {"sep": ":"}}

    (finding,) = found(one(**options), calls=[call("shop.order", priority=3)])

    assert finding.severity == "error"
    assert "broker_transport_options['sep'] is '\\x06\\x16' for this program, ':' for w@h" in finding.message


def test_only_warns_of_priority_steps_where_nobody_uses_priorities() -> None:
    (finding,) = found(one(broker_transport_options={"priority_steps": [0, 5]}))

    assert finding.severity == "warning"


def test_finds_two_visibility_timeouts_in_one_database() -> None:
    other = worker("x@h", "books.read", broker_transport_options={"visibility_timeout": 300})

    (finding,) = found(one(), other)

    assert finding.severity == "error"
    assert "is 3600 for w@h, 300 for x@h" in finding.message


def test_finds_what_workers_send_each_other_in_vain() -> None:
    writer = one("a@h", task_serializer="msgpack", accept_content=["json", "msgpack"])
    reader = one("b@h", task_serializer="json", accept_content=["application/json"])

    (finding,) = found(writer, reader)

    assert finding.subject == "worker b@h"
    assert "but a@h writes tasks with task_serializer 'msgpack'" in finding.message


@pytest.mark.parametrize(
    "conf",
    [
        {"timezone": "Europe/Vienna"},
        {"enable_utc": False},
        {"result_expires": "0:05:00"},
        {"result_extended": True},
    ],
)
def test_tells_what_only_looks_different_as_an_info(conf: dict[str, Any]) -> None:
    told = found(one(**conf))

    assert [finding.severity for finding in told] == ["info"]
    assert told[0].message.startswith(next(iter(conf)))


@pytest.mark.parametrize(
    "conf",
    [
        {"result_expires": "1 day, 0:00:00"},
        {"result_expires": 86400},
        {"broker_transport_options": {"priority_steps": [0, 3, 6, 9], "visibility_timeout": 3600}},
        {"CELERY_TIMEZONE": None, "ENABLE_UTC": True},
        # A name with a namespace stands beside the one that is in force.
        {"timezone": None, "CELERY_TIMEZONE": None},
        {"task_ignore_result": True},
    ],
)
def test_is_silent_where_all_is_the_same(conf: dict[str, Any]) -> None:
    assert found(one(**conf), one("x@h")) == []


def test_reads_old_names_of_settings() -> None:
    (finding,) = found(one(CELERY_TIMEZONE="Asia/Tokyo"))

    assert finding.message.startswith("timezone is None for this program, 'Asia/Tokyo' for w@h")


def test_is_silent_of_another_program_s_worker() -> None:
    assert found(one(), worker("x@h", "books.read", results="redis://h:6379/7", timezone="Asia/Tokyo")) == []


def test_is_silent_where_a_worker_throws_results_away() -> None:
    assert found(one(results="disabled", task_ignore_result=True)) == []
