"""`celerykit doctor --task-id`: what became of one task."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS
from celerykit.engine.plan import Plan
from celerykit.errors import UsageError

if TYPE_CHECKING:
    from celerykit.live.task_fate import Fate

__all__ = ["tell_fate"]

_FORMATS = ("full", "concise", "json")


def tell_fate(
    ctx: click.Context,
    plan: Plan,
    task_id: str,
    timeout: float,
    *,
    python: str | None,
    output_format: str | None,
    output_file: Path | None,
) -> NoReturn:
    """Say it in text or in JSON. Ends with 0 where anything is known of the task, with 1 where nothing is.

    Raises UsageError where nobody could be asked.
    """
    from celerykit.engine.examine import Manner
    from celerykit.engine.trace import trace

    if output_format and output_format not in _FORMATS:
        raise UsageError(f"the fate of a task is told in text or in json, not as {output_format}")
    fates = list(trace(plan, task_id, Manner(timeout), python=python))
    said = _json(task_id, fates) if output_format == "json" else "\n".join(line for one in fates for line in _text(one))
    output.write(f"{said}\n", output_file)
    if not any(one.answered for one in fates):
        raise UsageError("nothing could be checked")
    ctx.exit(0 if any(one.facts for one in fates) else FINDINGS)


def _text(fate: Fate) -> Iterator[str]:
    yield f"task {fate.task_id}: {fate.kind}"
    yield from (f"  {fact.text}" for fact in fate.facts)
    if fate.may_be:
        yield "  it may be that:"
        yield from (f"  - {sentence}" for sentence in fate.may_be)
    yield from (f"  not checked: {reason}" for reason in fate.not_checked)


def _json(task_id: str, fates: Sequence[Fate]) -> str:
    told: dict[str, Any] = {"schema_version": 1, "task_id": task_id, "systems": [_parts(one) for one in fates]}
    return json.dumps(told, indent=2)


def _parts(fate: Fate) -> dict[str, Any]:
    return {
        "fate": fate.kind,
        "facts": [{"kind": fact.kind, "text": fact.text, **fact.about} for fact in fate.facts],
        "may_be": list(fate.may_be),
        "not_checked": list(fate.not_checked),
    }
