from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, only, unknown
from tests.rules.entities import queue


@pytest.mark.parametrize(("name", "value"), [("x-queue-mode", "lazy"), ("x-queue-version", 1), ("x-ha-policy", "all")])
def test_says_which_argument_it_is(name: str, value: object) -> None:
    finding = only("CK525", task_queues=[queue("work", queue_arguments={name: value})])
    assert finding.severity == "warning"
    assert finding.message.startswith(
        f"work has the argument {name}, which newer versions of RabbitMQ no longer know: "
    )
    assert finding.fix == f'take "{name}" out'


def test_says_it_of_each_argument() -> None:
    arguments = {"x-queue-mode": "lazy", "x-ha-policy": "all"}
    assert len(found("CK525", task_queues=[queue("work", queue_arguments=arguments)])) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"x-queue-version": 2},
        {"x-max-priority": 10},
        {"x-queue-type": "quorum"},
        {"x-queue-mode": unknown("MODE")},
        unknown("arguments()"),
    ],
)
def test_is_silent_about_the_others(arguments: Any) -> None:
    assert found("CK525", task_queues=[queue("work", queue_arguments=arguments), unknown("more()")]) == []
