"""What the page about CI gives to copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from celerykit.cli.validate import validate

PAGE = Path(__file__).parents[2] / "docs" / "ci.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
COMMANDS = re.findall(r"celerykit validate.*", "\n".join(BLOCKS))


@pytest.mark.parametrize("block", BLOCKS)
def test_is_yaml(block: str) -> None:
    assert yaml.safe_load(block)


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_are_understood(command: str) -> None:
    context = validate.make_context("validate", command.split()[2:])
    assert context.params["static"]


def test_there_is_a_workflow_and_a_hook() -> None:
    kinds = [set(yaml.safe_load(block)) for block in BLOCKS]
    assert {"repos"} in kinds
    assert sum("jobs" in kind for kind in kinds) == 2
    assert len(COMMANDS) == 4
