from __future__ import annotations

from typing import Any

import pytest

from celerykit.live.base import NotChecked
from tests.live.answering import told, worker
from tests.live.build import found, tried
from tests.live.redis_states import sender
from tests.rules.build import unknown

pytestmark = pytest.mark.servers
ALL = list(range(10))


def send(url: str, priorities: Any, **options: Any) -> None:
    with sender(url, broker_transport_options=options) as app:
        for priority in priorities:
            app.send_task("proj.add", priority=priority)


def test_finds_tasks_sent_with_more_steps_than_workers_read(redis_url: str) -> None:
    send(redis_url, ALL, priority_steps=ALL)

    (finding,) = found("CK917", broker_url=redis_url)

    assert [str(thing) for thing in finding.things] == ["queue celery", f"broker {redis_url}"]
    assert finding.severity == "error"
    # Of ten, those with the priorities 0, 3, 6 and 9 are read.
    assert finding.message.startswith(
        r"6 tasks wait in keys that workers with this configuration do not read: priority "
    )
    assert finding.message.endswith(
        r"priority 1, 2, 4, 5, 7, 8 after '\x06\x16'; they read 0, 3, 6, 9 after '\x06\x16'"
    )


def test_finds_tasks_sent_with_another_separator(redis_url: str) -> None:
    send(redis_url, [0, 3, 9])
    ours = {"sep": ":", "priority_steps": ALL}

    (finding,) = told("CK917", workers=[], broker_url=redis_url, broker_transport_options=ours)

    assert (
        r"2 tasks wait in keys that workers with this configuration do not read: priority 3, 9 after '\x06\x16'"
        in finding.message
    )


def test_finds_the_separator_of_the_documentation(redis_url: str) -> None:
    send(redis_url, [3], sep=":")

    (finding,) = told("CK917", workers=[], broker_url=redis_url)

    assert (str(finding.things[0]), finding.message.partition(" in ")[0]) == ("queue celery", "one task waits")


def test_finds_tasks_without_priority_where_steps_begin_above_0(redis_url: str) -> None:
    send(redis_url, [None])

    steps = {"priority_steps": [1, 5, 9]}

    (finding,) = told("CK917", workers=[], broker_url=redis_url, broker_transport_options=steps)

    assert "priority 0; they read 1, 5, 9" in finding.message


@pytest.mark.parametrize(
    "options", [{}, {"priority_steps": ALL}, {"sep": ":"}, {"global_keyprefix": "shop:", "priority_steps": [0, 5]}]
)
def test_is_silent_where_both_sides_agree(redis_url: str, options: dict[str, Any]) -> None:
    send(redis_url, ALL, **options)

    assert tried("CK917", broker_url=redis_url, broker_transport_options=options) == []


def test_is_silent_about_another_apps_prefix(redis_url: str) -> None:
    send(redis_url, ALL, priority_steps=ALL)

    assert tried("CK917", broker_url=redis_url, broker_transport_options={"global_keyprefix": "shop:"}) == []


@pytest.mark.parametrize("steps", [ALL, "range(0, 10)"])
def test_is_silent_where_workers_with_another_configuration_read_them(redis_url: str, steps: object) -> None:
    send(redis_url, ALL, priority_steps=ALL)
    reads = worker("w@h", broker_transport_options={"priority_steps": steps})
    other_queue = worker("w@h", queues=["media"], broker_transport_options={"priority_steps": steps})

    assert told("CK917", workers=[reads], broker_url=redis_url) == []
    assert len(told("CK917", workers=[other_queue], broker_url=redis_url)) == 1
    assert len(told("CK917", workers=[worker("w@h")], broker_url=redis_url)) == 1


def test_cannot_be_checked_where_only_running_tells_the_steps(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="broker_transport_options is not known"):
        found("CK917", broker_url=redis_url, broker_transport_options={"priority_steps": unknown("STEPS")})
