from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

SEVERAL = {"deployment": deployed(process("worker", replicas=4))}
LIMITED = [task("proj.add", rate_limit="10/m")]


def test_is_a_warning_where_several_run() -> None:
    run = {"deployment": deployed(process("worker", replicas=4))}
    finding = only("CK811", tasks=LIMITED, facts=run)
    assert finding.severity == "warning"
    assert finding.message.endswith("4 of them let 4 times as many through")
    assert labels(finding) == ["for each worker", "so many of them run"]


def test_one_finding_for_all_limits() -> None:
    run = {"deployment": deployed(process("worker", replicas=2))}
    assert only("CK811", tasks=[*LIMITED, task("proj.mul", rate_limit="1/s")], facts=run)


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": LIMITED},
        {"tasks": LIMITED, "facts": {"deployment": deployed(process("worker"))}},
        {"tasks": LIMITED, "facts": {"deployment": deployed(process("worker", replicas=1))}},
        {"tasks": [task("proj.add")], "facts": SEVERAL},
        {"tasks": [task("proj.add")], "facts": SEVERAL, "task_annotations": {"proj.*": {"rate_limit": "10/m"}}},
        {"tasks": [task("proj.add", rate_limit="0/m")], "facts": SEVERAL},
        {"tasks": [task("proj.add", rate_limit="10/min")], "facts": SEVERAL},
        {"tasks": [task("proj.add", rate_limit=unknown("RATE"))], "facts": SEVERAL},
        {"facts": {"deployment": deployed(process("worker", replicas=4))}},
        {},
    ],
)
def test_is_silent_without_a_limit_or_without_several_workers(words: dict[str, object]) -> None:
    assert found("CK811", **words) == []
