"""The words of the demo, and its progress: a bar on a terminal, a few lines in a pipe."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from celerykit import brokers
from celerykit.demo.sending import Sent
from celerykit.findings import Report
from celerykit.profile.config import CeleryConfig
from celerykit.values.secrets import is_secret_name, shown

__all__ = ["journey_lines", "progress", "setting_lines", "state_lines", "table", "title_lines", "verdict_lines"]

# What a reader wants to see first; `celerykit show --source` has all.
_TOLD = (
    "broker_url",
    "result_backend",
    "broker_transport_options",
    "task_acks_late",
    "worker_prefetch_multiplier",
    "task_time_limit",
    "result_expires",
    "task_serializer",
    "accept_content",
    "task_track_started",
    "timezone",
)
_WIDEST = 60
_STEPS = 4


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def title_lines(config: CeleryConfig) -> Iterator[str]:
    """The profile in words, and what it cannot promise."""
    yield f"profile {config.profile}: {config.facts.summary}".removesuffix(": ")
    broker = brokers.by_name(config.broker)
    if broker is not None and broker.embedded:
        yield "not durable: for a laptop. A worker that is killed takes its tasks along"
    yield from (f"{note.severity}: {note}" for note in config.notes)


def setting_lines(config: CeleryConfig) -> Iterator[str]:
    """The main settings, and who set each."""
    told = [name for name in _TOLD if name in config]
    yield f"settings, and who set them ({len(told)} of {len(config)}; all: celerykit show --source {config.profile})"
    rows = []
    for name in told:
        text = shown(config[name], secret=is_secret_name(name))
        rows.append((name, text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…", str(config.source(name))))
    yield from table(rows)


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """A function that is told how many of `total` are done."""
    if sys.stdout.isatty():
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with Progress(TextColumn("  done"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as bar:
            task = bar.add_task("", total=total)
            yield lambda done: bar.update(task, completed=done)
        return
    said = 0

    def say(done: int) -> None:
        nonlocal said
        if done * _STEPS // total > said:
            said = done * _STEPS // total
            print(f"  done {done}/{total}", flush=True)  # noqa: T201

    yield say


def journey_lines(sent: Sequence[Sent], examples: int = 2) -> Iterator[str]:
    """For each task a few calls, those of which most states were seen: where they went, the states, what came back."""
    yield "as seen from outside, by asking for the state"
    rows = []
    for one in _telling(sent, examples):
        value = one.result.get(timeout=1, propagate=False) if one.done else "still open"
        rows.append((one.shown, one.queue, " → ".join(one.seen), repr(value)))
    yield from table(rows)


def _telling(sent: Sequence[Sent], examples: int) -> Iterator[Sent]:
    """Of the calls of each task a few, as they were sent. The first ones may have run while others were being sent."""
    kinds: dict[str, list[Sent]] = {}
    for one in sent:
        kinds.setdefault(one.shown.partition("(")[0], []).append(one)
    for calls in kinds.values():
        best = sorted(range(len(calls)), key=lambda number: -len(calls[number].seen))[:examples]
        yield from (calls[number] for number in sorted(best))


def state_lines(sent: Sequence[Sent], seconds: float) -> Iterator[str]:
    """How many ended how, were seen how, ran where, and in what time."""
    ends = Counter(one.seen[-1] for one in sent if one.seen)
    queues = Counter(one.queue for one in sent)
    done = sum(one.done for one in sent)
    yield f"{done} of {len(sent)} tasks done: " + ", ".join(f"{count} {state}" for state, count in sorted(ends.items()))
    yield "queues: " + ", ".join(f"{count} through {queue}" for queue, count in queues.items())
    started = sum("STARTED" in one.seen for one in sent)
    yield f"seen running: {started}" + ("; the others were quicker than two looks" if started < len(sent) else "")
    yield f"{len(sent) / seconds:.0f} tasks/s in {seconds:.1f} s, the slow ones included"


def verdict_lines(report: Report) -> Iterator[str]:
    """What the validator says of the profile."""
    for finding in report.findings:
        yield f"  {finding.severity} {finding.code} {finding.rule}: {finding.message}"
        yield f"    fix: {finding.fix}"
    count = len(report.findings)
    yield f"validator: {count or 'no'} finding{'' if count == 1 else 's'}, {report.rules_run} rules run"
    yield from (f"  not checked: {sentence}" for sentence in report.not_checked)
