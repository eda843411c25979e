from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown


@pytest.mark.parametrize(
    ("kind", "who"), [("inspect", "celery inspect"), ("control", "celery control"), ("flower", "Flower")]
)
def test_nobody_answers(kind: str, who: str) -> None:
    run = {"deployment": deployed(process("worker"), process(kind, line=2))}
    finding = only("CK817", facts=run, worker_enable_remote_control=False)
    assert finding.message == f"worker_enable_remote_control is off, but {who} asks the workers: no answer ever comes"
    assert labels(finding) == ["nobody listens", "asks"]


@pytest.mark.parametrize(
    "words",
    [
        {"worker_enable_remote_control": True},
        {"worker_enable_remote_control": unknown("CONTROL")},
        {"worker_enable_remote_control": False, "facts": {"deployment": deployed(process("worker"))}},
        {"worker_enable_remote_control": False, "facts": {}},
        {},
    ],
)
def test_is_silent_where_somebody_listens_or_nobody_asks(words: dict[str, Any]) -> None:
    run = {"deployment": deployed(process("worker"), process("inspect", line=2))}
    assert found("CK817", **{"facts": run, **words}) == []
