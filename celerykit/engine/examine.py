"""An examination: live checks ask the system that each project leads to, and the rest is as for a run of rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from celerykit.catalogue import VARIABLES, defaults
from celerykit.engine.applies import NEWEST
from celerykit.engine.leave_out import leave_out
from celerykit.engine.plan import Plan
from celerykit.engine.run import projects_of
from celerykit.engine.selection import LIVE
from celerykit.errors import UsageError
from celerykit.findings import Finding, Report
from celerykit.live import load
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.seen import seen
from celerykit.live.settings import sides
from celerykit.live.system import LIMIT, System, system_of
from celerykit.project import Config, Project

__all__ = ["Manner", "examine", "systems_of"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How to examine. limit: seconds for an answer. write, round_trip: as in `System`."""

    limit: float = LIMIT
    write: bool = False
    round_trip: bool = False


@dataclass(slots=True)
class _Outcome:
    findings: dict[Finding, None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)


def examine(
    plan: Plan,
    manner: Manner = Manner(),
    *,
    python: str | None = None,
    also: Callable[[System], None] | None = None,
) -> Report:
    """The report on the systems that the plan's projects lead to.

    also: what else is done with each system, after its checks.
    Raises UsageError where it cannot run: no live check is selected, nothing tells where the broker is.
    """
    checks = load(code for code in plan.selection.codes() if code in LIVE)
    if not checks:
        raise UsageError(f"{', '.join(plan.selection.select)} selects no live check: run celerykit rule for the list")
    projects, not_checked = systems_of(plan, python=python)
    outcome, blind = _Outcome(), True
    for project in projects:
        with system_of(project, limit=manner.limit, write=manner.write, round_trip=manner.round_trip) as system:
            blind = blind and not any(sides(system))
            _ask_all(checks, system, outcome)
            outcome.seen.update(dict.fromkeys(seen(system)))
            if also:
                also(system)
    left, silenced = leave_out(outcome.findings, plan, (), whole=False)
    return Report(
        findings=tuple(sorted(left, key=Finding.sort_key)),
        silenced=silenced,
        live_checks_run=len(outcome.asked),
        not_checked=(*not_checked, *_sentences(outcome)),
        seen=tuple(outcome.seen),
        blind=blind,
        subjects=tuple(dict.fromkeys(project.app or project.config.subject for project in projects)),
    )


def systems_of(plan: Plan, *, python: str | None = None) -> tuple[list[Project], list[str]]:
    """The projects to examine, one for each pair of broker and result store; and what could not be read.

    Where the plan names nothing and nothing is found, the environment is all there is.
    """
    projects, not_checked = projects_of(plan, python=python)
    if not projects and plan.discover:
        projects = list(_from_environment())
    if not projects:
        raise UsageError("nothing tells where the broker is: name a target, or set CELERY_BROKER_URL")
    failures = [f"{failure.place or failure.subject}: {failure.text}" for one in projects for failure in one.failures]
    return _apart(projects), [*not_checked, *dict.fromkeys(failures)]


def _from_environment() -> Iterator[Project]:
    """A project that says nothing: where the environment names a broker, that is enough to look at it."""
    if os.environ.get("CELERY_BROKER_URL"):
        version = tuple(int(part) for part in NEWEST.split("."))
        yield Project(Config((), "", True, defaults(version), "the environment"))


def _apart(projects: Sequence[Project]) -> list[Project]:
    """Of projects that lead to the same servers in the same way, the one that says most."""
    found: dict[object, Project] = {}
    for project in projects:
        key = tuple(str(project.config[name].value) for name in (*VARIABLES.values(), "broker_transport_options"))
        known = found.get(key)
        if known is None or (len(project.tasks), bool(project.app)) > (len(known.tasks), bool(known.app)):
            found[key] = project
    return list(found.values())


def _ask_all(checks: Sequence[LiveCheck], system: System, outcome: _Outcome) -> None:
    for check in checks:
        try:
            # What it found before it could not go on stays.
            for finding in check.check(system):
                outcome.findings[finding] = None
                outcome.asked.add(check.code)
            outcome.asked.add(check.code)
        except NotChecked as reason:
            outcome.reasons.setdefault(str(reason), []).append(check.code)
        except Exception as error:
            if os.environ.get("CELERYKIT_DEBUG"):
                raise
            # The error's own words are left out: they may quote a value that is secret.
            failure = f"it failed with {type(error).__name__}, a bug in celerykit"
            outcome.reasons.setdefault(failure, []).append(check.code)


def _sentences(outcome: _Outcome) -> Iterator[str]:
    """One for each reason, with the checks that it kept from answering."""
    for reason, codes in outcome.reasons.items():
        yield f"{', '.join(sorted(set(codes)))}: {reason}"
