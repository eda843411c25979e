"""What was measured, as a table for the screen, and as a record from which the documentation's page is written."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.pairs import Ratios
from benchmarks.throughput.contests import Contest
from benchmarks.throughput.tally import Tally

__all__ = ["RECORD", "record", "table"]

RECORD = Path(__file__).resolve().parents[2] / "docs" / "measured" / "throughput.json"


def table(contest: Contest, tallies: Sequence[Tally]) -> list[str]:
    """The lines of a contest's table."""
    names = [_shown(tally) for tally in tallies]
    width = max(len(name) for name in (contest.name, *names))
    return [
        f"{contest.name:<{width}}  published  half lie in    worked  half lie in",
        *(f"{name:<{width}}  {_cells(tally)}" for name, tally in zip(names, tallies, strict=True)),
    ]


def record(contests: Sequence[tuple[Contest, Sequence[Tally]]], servers: Mapping[str, str]) -> str:
    """All that the page shows, as JSON. servers: their versions, by name."""
    on = {"Celery": version("celery"), "kombu": version("kombu"), "Python": platform.python_version(), **servers}
    measured = [
        {"name": contest.name, "tasks": contest.tasks, "rows": [_row(tally) for tally in tallies]}
        for contest, tallies in contests
    ]
    return json.dumps({"on": on, "cores": os.cpu_count(), "contests": measured}, indent=1) + "\n"


def _shown(tally: Tally) -> str:
    row = tally.contestant
    control = f"defaults with {row.name} changed"
    return {
        "control": control,
        "profile": row.name,
        "lever": f"  with {row.name}",
        "price": f"defaults with {row.name}",
    }[row.part]


def _cells(tally: Tally) -> str:
    if tally.failed:
        return f"not measured: {tally.failed}"
    return f"{_cell(tally.published):>9}  {_spread(tally.published)}  {_cell(tally.worked):>6}  {_spread(tally.worked)}"


def _cell(ratios: Ratios) -> str:
    return f"{ratios.middle:.2f}"


def _spread(ratios: Ratios) -> str:
    lower, upper = ratios.spread
    return f"{lower:.2f} to {upper:.2f}"


def _row(tally: Tally) -> dict[str, object]:
    contestant = tally.contestant
    row: dict[str, object] = {"name": contestant.name, "part": contestant.part, "profile": contestant.profile}
    if tally.failed:
        return row | {"failed": tally.failed}
    return row | {
        "rounds": len(tally.working),
        "published": _numbers(tally.published),
        "worked": _numbers(tally.worked),
    }


def _numbers(ratios: Ratios) -> dict[str, float]:
    lower, upper = ratios.spread
    return {"middle": round(ratios.middle, 2), "from": round(lower, 2), "to": round(upper, 2)}
