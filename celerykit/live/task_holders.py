"""Which workers have one task, and which have been told to discard it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from celerykit.live.system import System
from celerykit.live.task_facts import Fact, Kind, moment
from celerykit.live.workers import answering, asked

__all__ = ["holders", "revoked"]

_TEXTS: Mapping[str, str] = {
    "active": "{worker} runs it{since}",
    "reserved": "{worker} has taken it, and runs it when a place of its pool is free",
    "scheduled": "{worker} has taken it, and waits for its time{eta}",
}
_KINDS: Mapping[str, Kind] = {"active": "active", "reserved": "reserved", "scheduled": "scheduled"}


def holders(system: System, task_id: str) -> tuple[Fact, ...]:
    """The workers that have it. Raises NotChecked where none answers."""
    replies = asked(system, "query_task", _names(system), ids=[task_id])
    return tuple(
        fact for reply in replies for name, said in reply.items() for fact in _held(system, name, said, task_id)
    )


def revoked(system: System, task_id: str) -> Fact | None:
    """Those that will discard it when they get it. Raises NotChecked where none answers.

    A worker remembers the last 50 000 that were revoked, for three hours (celery/worker/state.py).
    """
    replies = asked(system, "revoked", _names(system))
    names = sorted(name for reply in replies for name, said in reply.items() if task_id in (said or ()))
    if not names:
        return None
    return Fact("revoked", f"it was revoked: {', '.join(names)} will not run it", {"workers": ", ".join(names)})


def _names(system: System) -> list[str]:
    return [worker.name for worker in system.once(answering)]


def _held(system: System, worker: str, said: Any, task_id: str) -> Iterator[Fact]:
    found = said.get(task_id) if isinstance(said, Mapping) else None
    if not found:
        return
    state, info = str(found[0]), found[1]
    started = info.get("time_start")
    about: dict[str, str | int] = {"worker": worker, "task": str(info.get("name"))}
    if started:
        about["since"] = moment(started)
    if state == "scheduled" and (eta := _eta(system, worker, task_id)):
        about["eta"] = eta
    text = _TEXTS.get(state, "{worker} is about to finish it")
    since = f", since {about['since']}" if "since" in about else ""
    eta = f", {about['eta']}" if "eta" in about else ""
    yield Fact(
        _KINDS.get(state, "active"), f"{text.format(worker=worker, since=since, eta=eta)}: {about['task']}", about
    )


def _eta(system: System, worker: str, task_id: str) -> str:
    for reply in asked(system, "scheduled", [worker]):
        for entry in reply.get(worker) or ():
            if entry["request"]["id"] == task_id:
                return str(entry["eta"])
    return ""
