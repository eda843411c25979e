"""How long a program has messages wait in a worker: countdowns, times of execution, and the delays of retries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from celerykit.project import Project, Task, Value
from celerykit.rules.options import in_force, key, kinds_of_task
from celerykit.rules.visibility import seconds
from celerykit.rules.words import number

__all__ = ["Delay", "delays"]

# celery/app/task.py: max_retries; celery/app/autoretry.py: retry_backoff_max, in seconds.
_RETRIES, _BACKOFF_MAX = 3, 600

# `timezone.now() + timedelta(hours=2)`, of which that much is certain without running.
_LATER = re.compile(r"[\w.]*\b(?:utcnow|now)\((?:[^()]|\([^()]*\))*\)\s*\+\s*(?:\w+\.)*timedelta\(([^()]*)\)")
_PART = re.compile(r"\s*(?:(weeks|days|hours|minutes|seconds)\s*=)?\s*([\d_]+(?:\.\d+)?)\s*")
_UNITS = {"weeks": 604800, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay that somebody wrote. words: what waits: "proj.remind is sent with a countdown of 7200 s"."""

    seconds: float
    value: Value
    words: str


def delays(project: Project) -> Iterator[Delay]:
    """All delays that are known, in seconds."""
    for call in project.calls:
        who = call.task or "a task"
        yield from _sent(f"a retry of {who}" if call.how == "retry" else who, call.options)
    for name, entry in project.config["beat_schedule"].keys.items():
        yield from _sent(f"{name} of beat_schedule", _keys(entry, "options"))
    for periodic in project.periodic:
        yield from _sent(periodic.task or "a scheduled task", periodic.options)
    for task in kinds_of_task(project):
        if task:
            yield from _of_retries(project, task)


def _sent(who: str, options: Mapping[str, Value]) -> Iterator[Delay]:
    countdown, eta = options.get("countdown"), options.get("eta")
    length = seconds(countdown) if countdown else None
    if countdown and length:
        yield Delay(length, countdown, f"{who} is sent with a countdown of {number(length)} s")
    ahead = _ahead(eta.text) if eta and not countdown else None
    if eta and ahead:
        yield Delay(ahead, eta, f"{who} is sent for {number(ahead)} s from now")


def _ahead(text: str) -> float | None:
    """Seconds until the time that an expression names; None where that cannot be told."""
    later = _LATER.fullmatch(text.strip())
    parts = [_PART.fullmatch(part) for part in later[1].split(",")] if later else []
    found = [(part[1] or ("days" if not place else ""), part[2]) for place, part in enumerate(parts) if part]
    if not found or len(found) < len(parts) or not all(unit for unit, _ in found):
        return None
    return sum(_UNITS[unit] * float(count) for unit, count in found)


def _of_retries(project: Project, task: Task) -> Iterator[Delay]:
    who = task.name or task.function
    delay = in_force(project, task, "default_retry_delay")
    length = seconds(delay)
    if length and delay.known:
        yield Delay(length, delay, f"a retry of {who} waits {number(length)} s")
    longest = _backoff(task)
    if longest:
        value, length = longest
        yield Delay(length, value, f"a retry of {who} waits up to {number(length)} s")


def _backoff(task: Task) -> tuple[Value, float] | None:
    """The longest wait between automatic retries, and the option that a reader would change.

    celery/app/autoretry.py: the factor doubles with each retry, up to the maximum.
    """
    factor, most = task.options.get("retry_backoff"), task.options.get("retry_backoff_max")
    if "autoretry_for" not in task.options or factor is None or not factor.known or not factor.value:
        return None
    first, limit = 1 if factor.value is True else seconds(factor), seconds(most) if most else _BACKOFF_MAX
    tries = _keys(task.options.get("retry_kwargs"), "").get("max_retries") or task.options.get("max_retries")
    if first is None or limit is None or (tries is not None and not tries.known):
        return None
    count = tries.value if tries else _RETRIES
    if count is None:  # without end
        return most or factor, limit
    if not isinstance(count, int) or count < 1:
        return None
    return most or factor, min(limit, int(max(1, first)) * 2 ** min(count - 1, 64))


def _keys(value: Value | None, name: str) -> Mapping[str, Value]:
    """The values under a key of a mapping, or of the mapping itself where no key is named."""
    inner = key(value, name) if value and name else value
    return inner.keys if inner else {}
