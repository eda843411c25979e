from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown


@pytest.mark.parametrize("kind", ["control", "event"])
def test_durable_alone_is_refused_since_exclusive_is_the_default(kind: str) -> None:
    finding = only("CK526", **{f"{kind}_queue_durable": True})
    assert finding.severity == "error"
    assert finding.message.startswith(
        f"{kind}_queue_durable and {kind}_queue_exclusive are both true, the latter by default: "
    )
    assert finding.fix == f"{kind}_queue_exclusive = False"


def test_both_are_written() -> None:
    finding = only("CK526", control_queue_durable=True, control_queue_exclusive=True)
    assert "are both true: " in finding.message
    assert labels(finding) == ["durable", "and exclusive"]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"control_queue_exclusive": True},
        {"control_queue_durable": False, "control_queue_exclusive": True},
        {"control_queue_durable": True, "control_queue_exclusive": False},
        {"control_queue_durable": unknown("DURABLE")},
        {"control_queue_durable": True, "control_queue_exclusive": unknown("EXCLUSIVE")},
        {"control_queue_durable": True, "complete": False},
    ],
)
def test_is_silent_where_one_is_off_or_not_known(settings: dict[str, Any]) -> None:
    assert found("CK526", **settings) == []
