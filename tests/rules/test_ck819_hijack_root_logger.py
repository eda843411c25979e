from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import django, found, labels, unknown

ROOT = {"version": 1, "root": {"handlers": ["file", "sentry"], "level": "INFO"}}


def of(logging: Any, signals: frozenset[str] | None = frozenset(), **settings: Any) -> list[Finding]:
    return found("CK819", facts={"django": django(LOGGING=logging), "signals": signals}, **settings)


def test_handlers_of_the_root_logger_do_nothing() -> None:
    [finding] = of(ROOT)
    assert finding.severity == "info"
    assert finding.message.startswith("in a worker 'file', 'sentry' of LOGGING's root logger do nothing")
    assert finding.fix == "worker_hijack_root_logger = False"
    assert labels(finding) == ["taken away in a worker"]


def test_the_logger_without_a_name_is_the_root() -> None:
    assert of({"loggers": {"": {"handlers": ["file"]}}})


def test_says_so_where_the_setting_is_written() -> None:
    assert labels(of(ROOT, worker_hijack_root_logger=True)) == ["taken away in a worker", "takes them away"]


@pytest.mark.parametrize(
    ("logging", "settings"),
    [
        (ROOT, {"worker_hijack_root_logger": False}),
        (ROOT, {"worker_hijack_root_logger": unknown("HIJACK")}),
        (ROOT, {"complete": False}),
        (ROOT, {"tests": True}),
        (ROOT, {"signals": frozenset({"setup_logging"})}),
        (ROOT, {"signals": frozenset({"after_setup_logger"})}),
        (ROOT, {"signals": None}),
        ({"loggers": {"proj": {"handlers": ["file"]}}}, {}),
        ({"root": {"handlers": [], "level": "INFO"}}, {}),
        ({"root": {"handlers": unknown("HANDLERS")}}, {}),
        (unknown("LOGGING"), {}),
        ({}, {}),
    ],
)
def test_is_silent_where_nothing_is_lost(logging: Any, settings: dict[str, Any]) -> None:
    assert of(logging, **settings) == []


def test_is_silent_without_django() -> None:
    assert found("CK819", facts={"signals": frozenset()}) == []
