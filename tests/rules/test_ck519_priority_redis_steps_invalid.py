from __future__ import annotations

import pytest

from tests.rules.build import found, only, unknown

REDIS = "redis://localhost:6379/0"


@pytest.mark.parametrize(
    ("steps", "severity", "message"),
    [
        ([], "error", "priority_steps is empty: sending a task raises IndexError"),
        (
            [9, 6, 3, 0],
            "error",
            "priority_steps does not ascend: all messages fall into 0, whatever their priority",
        ),
        (
            [1, 5, 9],
            "error",
            "priority_steps begins with 1: tasks without a priority go to step 9, and come last",
        ),
        ([0, 5, 10], "warning", "priority_steps goes up to 10, but kombu cuts priorities off at 9"),
    ],
)
def test_says_what_becomes_of_messages(steps: list[int], severity: str, message: str) -> None:
    finding = only("CK519", broker_url=REDIS, broker_transport_options={"priority_steps": steps})
    assert (finding.severity, finding.message) == (severity, message)
    assert finding.fix == '"priority_steps": list(range(10))'


def test_a_strategy_that_kombu_imports() -> None:
    finding = only("CK519", broker_url=REDIS, broker_transport_options={"queue_order_strategy": "prio"})
    assert finding.message == (
        "queue_order_strategy is prio, which kombu imports as a module: the worker ends with ModuleNotFoundError"
    )
    assert finding.fix == '"queue_order_strategy": "priority", or round_robin, or sorted'


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"priority_steps": [0, 3, 6, 9]},
        {"priority_steps": list(range(10))},
        {"priority_steps": (0,)},
        {"priority_steps": unknown("STEPS")},
        {"priority_steps": [0, unknown("STEP")]},
        {"priority_steps": "0,3"},
        {"priority_steps": ["0", "3"]},
        {"queue_order_strategy": "sorted"},
        {"queue_order_strategy": "round_robin"},
        {"queue_order_strategy": "proj.cycles:ours"},
        {"queue_order_strategy": unknown("STRATEGY")},
        unknown("options()"),
    ],
)
def test_is_silent_about_steps_that_work(options: object) -> None:
    assert found("CK519", broker_url=REDIS, broker_transport_options=options) == []
