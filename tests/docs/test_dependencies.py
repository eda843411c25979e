from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def named(requirement: str) -> str:
    return re.split(r"[\[<>=~! ]", requirement)[0]


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {named(one) for one in project["dependencies"]}
    wanted |= {named(one) for extra in project["optional-dependencies"].values() for one in extra}
    page = (ROOT / "docs" / "dependencies.md").read_text()
    told = set(re.findall(r"`([\w-]+)`", page))
    assert wanted - {"celerykit"} <= told
