"""The bad and the good example of every rule, through the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.findings import Finding
from celerykit.reading import read
from celerykit.rules import load
from celerykit.rules.base import Rule

RULES = [rule for rule in load() if rule.code != "CK107"]  # its finding is the engine's own: tests/engine


def findings(rule: Rule, program: str, root: Path) -> list[Finding]:
    for name, text in _files(program).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    # CK121 is about what loading shows.
    reading = read(["celeryconfig.py"] if "# file:" not in program else [], root=root, static=rule.code != "CK121")
    found = [finding for project in reading.projects for finding in rule.check(project)]
    if type(rule).compare is not Rule.compare:  # as if each file were named
        found += rule.compare(read(list(_files(program)), root=root, static=True).projects)
    return found


def _files(program: str) -> dict[str, str]:
    if not program.startswith("# file:"):
        return {"celeryconfig.py": program}
    blocks = program.split("# file: ")[1:]
    return {name.strip(): text for name, _, text in (block.partition("\n") for block in blocks)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_is_found(rule: Rule, tmp_path: Path) -> None:
    found = findings(rule, rule.bad, tmp_path)
    assert found
    assert all(finding.code == rule.code and finding.place for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_is_not(rule: Rule, tmp_path: Path) -> None:
    assert findings(rule, rule.good, tmp_path) == []
