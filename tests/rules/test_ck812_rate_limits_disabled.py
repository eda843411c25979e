from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

LIMITED = [task("proj.add", rate_limit="10/m")]


def test_limits_are_not_looked_at() -> None:
    finding = only("CK812", worker_disable_rate_limits=True, tasks=LIMITED)
    assert finding.message == (
        "worker_disable_rate_limits turns off all rate limits, rate_limit = '10/m' of proj.add too"
    )
    assert labels(finding) == ["turns them off", "does nothing"]


def test_all_limits_are_shown() -> None:
    finding = only("CK812", worker_disable_rate_limits=True, task_default_rate_limit="5/m", tasks=LIMITED)
    assert labels(finding) == ["turns them off", "does nothing", "does nothing"]


@pytest.mark.parametrize(
    "words",
    [
        {"worker_disable_rate_limits": True},
        {"worker_disable_rate_limits": True, "tasks": [task("proj.add")]},
        {"worker_disable_rate_limits": True, "tasks": [task("proj.add", rate_limit="0/m")]},
        {"worker_disable_rate_limits": True, "tasks": [task("proj.add", rate_limit=unknown("RATE"))]},
        {"worker_disable_rate_limits": False, "tasks": LIMITED},
        {"worker_disable_rate_limits": unknown("OFF"), "tasks": LIMITED},
        {"tasks": LIMITED},
    ],
)
def test_is_silent_where_nothing_is_lost(words: dict[str, object]) -> None:
    assert found("CK812", **words) == []
