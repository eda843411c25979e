"""`celerykit doctor --watch`: look again and again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from celerykit.cli import output
from celerykit.findings import Finding, Report

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["Seconds", "watch_for"]

Look = Callable[[], Report]
Draw = Callable[[Report], str]


class Seconds(click.FloatRange):
    """Seconds between two looks. The value may be left out, so what stands after the option may be meant otherwise."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As click does, with the way out where a TARGET was taken for seconds."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            self.fail(f"{error.message} Name TARGET before --watch.", param, ctx)


def watch_for(look: Look, draw: Draw, every: float) -> NoReturn:
    """Look until Ctrl-C: in a terminal a view that is always of now, in a pipe a report at each change.

    look: examines. draw: a report as text. every: seconds between two looks.
    """
    if output.is_terminal():
        _in_terminal(look, draw, every)
    _in_pipe(look, draw, every)


def _in_pipe(look: Look, draw: Draw, every: float) -> NoReturn:
    before: Report | None = None
    while True:
        report = look()
        changes = _changes(before, report)
        if before is None or changes:
            click.echo("\n".join([f"looked at {_clock()}", *changes]), err=True)
            # Not as other reports are written: that the reader has gone ends this.
            sys.stdout.write(draw(report))
            sys.stdout.flush()
        before = report
        time.sleep(every)


def _in_terminal(look: Look, draw: Draw, every: float) -> NoReturn:
    from rich.console import Console
    from rich.live import Live

    console = Console(highlight=False)
    before: Report | None = None
    changed: list[str] = []
    with Live(console=console, screen=True, auto_refresh=False) as live:
        live.update("looking …", refresh=True)
        while True:
            begun = time.monotonic()
            report = look()
            if changes := _changes(before, report):
                changed = [f"changed at {_clock()}:", *(f"  {change}" for change in changes)]
            head = f"looked at {_clock()} for {time.monotonic() - begun:.1f} s, every {every:g} s; Ctrl-C ends"
            live.update(_fitting([head, *changed, ""], draw(report), console), refresh=True)
            before = report
            time.sleep(every)


def _fitting(head: list[str], report: str, console: Console) -> RenderableType:
    """What the screen can hold."""
    from rich.text import Text

    lines = list(Text.from_ansi("\n".join([*head, report.rstrip("\n")])).wrap(console, console.width))
    if (over := len(lines) - console.height) > 0:
        lines[console.height - 1 :] = [Text(f"… {over + 1} more lines: a higher window shows them")]
    return Text("\n").join(lines)


def _changes(before: Report | None, now: Report) -> list[str]:
    """A line for each finding that has come or gone."""
    if before is None:
        return []
    then, today = {_same(one) for one in before.findings}, {_same(one) for one in now.findings}
    come = [f"new: {' '.join(one)}" for one in sorted(today - then)]
    return come + [f"gone: {' '.join(one)}" for one in sorted(then - today)]


def _same(finding: Finding) -> tuple[str, str, str]:
    """What makes it the same finding at the next look: not its words, as they hold numbers."""
    return finding.severity, finding.code, str(finding.place or finding.subject)


def _clock() -> str:
    return time.strftime("%H:%M:%S")
