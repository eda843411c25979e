"""The table on the screen, and the record that the docs are written from."""

from __future__ import annotations

import json
import platform
import re
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.chaos.run import Row
from tests.chaos.scenarios import SCENARIOS
from tests.servers.process import program

__all__ = ["RECORD", "heading", "line", "record"]

RECORD = Path(__file__).parents[2] / "docs" / "measured" / "chaos.json"
COLUMNS = ("faults", "published", "completed", "lost", "stranded", "twice", "stall", "errors", "call", "exits")
WIDTH = max(len(scenario.name) for scenario in SCENARIOS) + 10


def heading() -> str:
    """Of the table: stall and longest publishing call are in seconds."""
    return f"{'':<{WIDTH}}" + "".join(f"{column:>11}" for column in COLUMNS)


def line(row: Row) -> str:
    """A run, in one line; what is peculiar to it after it."""
    data = row.as_data()
    errors = sum(row.counts.errors.values())
    numbers = [row.faults, row.counts.published, row.counts.completed, data["lost"], data["stranded"], row.counts.twice]
    numbers += [data["stall"], errors, data["longest_call"], row.exits]
    said = f"{row.scenario} {row.configuration}"
    return f"{said:<{WIDTH}}" + "".join(f"{number!s:>11}" for number in numbers) + "".join(_remarks(row))


def _remarks(row: Row) -> Sequence[str]:
    remarks = []
    if row.states:
        remarks.append(f"\n    lost: {_said(row.states)}; {row.counts.begun} had begun")
    if row.counts.errors:
        remarks.append(f"\n    errors: {_said(row.counts.errors)}")
    if row.poison:
        remarks.append(f"\n    poison: {_said(row.poison)}; {row.counts.starts} starts at most")
    if row.at_limit:
        remarks.append("\n    ended by the clock")
    return remarks


def _said(counted: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))


def record(row: Row) -> None:
    """Puts a row in its place among those that stand; what was measured with other versions is left out."""
    taken_part = versions()
    before = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    kept = before["rows"] if before.get("versions") == taken_part else []
    rows = {(each["scenario"], each["configuration"]): each for each in [*kept, _described(row)]}
    order = {scenario.name: place for place, scenario in enumerate(SCENARIOS)}
    known = [each for (name, _), each in rows.items() if name in order]
    known.sort(key=lambda each: (order[each["scenario"]], each["configuration"] == "defaults"))
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps({"versions": taken_part, "rows": known}, indent=2) + "\n")


def _described(row: Row) -> dict[str, Any]:
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == row.scenario)
    said = {"title": scenario.told.title, "means": scenario.told.means, "where": scenario.where}
    return said | {"profile": scenario.profile} | row.as_data()


@cache
def versions() -> dict[str, str]:
    """Of what took part."""
    from importlib.metadata import version

    names = {"Celery": "celery", "kombu": "kombu", "redis-py": "redis", "py-amqp": "amqp"}
    ours = {"Python": platform.python_version()} | {name: version(package) for name, package in names.items()}
    return ours | {"Redis": _said_by("redis-server", "--version"), "RabbitMQ": _said_by("rabbitmqctl", "version")}


def _said_by(name: str, *words: str) -> str:
    """The version in what a program prints."""
    ran = subprocess.run([program(name, name), *words], capture_output=True, text=True, check=True)
    return str(re.findall(r"\d+\.\d+\.\d+", ran.stdout)[0])
