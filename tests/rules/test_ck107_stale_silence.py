from __future__ import annotations

from celerykit.rules import by_name
from tests.rules.build import found


def test_leaves_the_finding_to_the_engine_and_has_the_page() -> None:
    rule = by_name("stale-silence")
    assert rule is not None
    assert rule.code == "CK107"
    assert found("CK107", task_time_limit="300") == []
