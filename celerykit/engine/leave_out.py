"""What is left of the findings when all silences have had their say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from celerykit.engine.plan import Plan
from celerykit.engine.selection import matches
from celerykit.engine.sources import source_lines
from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules import load
from celerykit.rules.base import Rule

__all__ = ["leave_out"]

if TYPE_CHECKING:
    from celerykit.engine.silences import Silence

_STALE = "CK107"
_MARK = "celerykit:"  # stands in every comment that silences


def leave_out(
    found: Iterable[Finding], plan: Plan, projects: Sequence[Project], *, whole: bool
) -> tuple[list[Finding], int]:
    """The selected findings that nobody silenced, and how many were silenced.

    whole: everything could be looked at. Only then, and where each setting is known, can a silence be called stale:
    what it silences may else be found once the program is loaded.
    """
    asked = [finding for finding in found if plan.selection.selected(finding)]
    written = _written(asked, projects, plan)
    heard, stale = _hear(written, asked, plan, certain=whole and _all_known(projects)) if written else (asked, [])
    left = [finding for finding in heard if not _ignored(finding, plan)]
    return left, len(asked) + len(stale) - len(left)


def _written(found: Iterable[Finding], projects: Iterable[Project], plan: Plan) -> list[Silence]:
    lines = source_lines(plan.root)
    paths = [path for path in _paths(found, projects) if any(_MARK in line for line in lines(path))]
    if not paths:
        return []
    from celerykit.engine import silences  # start-up: most programs silence nothing

    return silences.in_files(paths, lines, plan.selection.known)


def _hear(
    written: Sequence[Silence], asked: Sequence[Finding], plan: Plan, *, certain: bool
) -> tuple[list[Finding], list[Finding]]:
    """What is left when the comments were heard, and the stale ones among them, some of which are silenced too."""
    from celerykit.engine import silences

    heard, used = silences.apply(written, asked)
    run = frozenset(plan.selection.codes())
    stale = [finding for finding in _stale(written, used, run, plan, certain) if plan.selection.selected(finding)]
    heard_stale, _ = silences.apply(written, stale)
    return heard + heard_stale, stale


def _stale(
    written: Sequence[Silence], used: frozenset[Silence], run: frozenset[str], plan: Plan, certain: bool
) -> Iterator[Finding]:
    idle = [one for one in written if one not in used and one.code != _STALE]
    if not idle or _STALE not in run:
        return
    (rule,) = load([_STALE])
    for one in idle:
        if not one.written:
            yield _told(rule, one, "the comment silences nothing: it names no rule", "name it: ignore[CK401]")
        elif not one.code:
            yield _told(rule, one, f"there is no rule {one.written} to silence", _meant(one.written, plan))
        elif certain and one.code in run:
            yield rule.finding(one.place, silence=f"ignore[{one.written}]")


def _told(rule: Rule, silence: Silence, message: str, fix: str) -> Finding:
    return replace(rule.finding(silence.place, silence=""), message=message, fix=fix)


def _meant(written: str, plan: Plan) -> str:
    from celerykit.values.suggestions import did_you_mean

    known = plan.selection.known
    return did_you_mean(written, [*known, *known.values()], "run celerykit rule for the list")


def _ignored(finding: Finding, plan: Plan) -> bool:
    if plan.selection.ignored(finding):
        return True
    if finding.place is None or plan.settings.folder is None:
        return False
    path = plan.root / finding.place.path
    if not path.is_relative_to(plan.settings.folder):
        return False
    name = path.relative_to(plan.settings.folder).as_posix()
    return any(
        matches(selector, finding)
        for pattern, selectors in plan.settings.per_file_ignores.items()
        if fnmatchcase(name, pattern) or ("/" not in pattern and fnmatchcase(path.name, pattern))
        for selector in selectors
    )


def _all_known(projects: Iterable[Project]) -> bool:
    return all(
        project.config.complete and not any(entry.value.unknown for entry in project.config.in_force())
        for project in projects
    )


def _paths(found: Iterable[Finding], projects: Iterable[Project]) -> set[str]:
    """The files in which a silence can matter: those in which anything of Celery was read."""
    places = [finding.place for finding in found]
    for project in projects:
        places += [project.app_place, *(entry.place for entry in project.config.entries)]
        places += [task.place for task in project.tasks]
        places += [call.place for call in project.calls]
        places += [read.place for read in project.reads]
    return {place.path for place in places if place is not None}
