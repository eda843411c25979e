"""A run: targets are read, rules judge them, what is silenced is left out, the rest is reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from celerykit.engine.applies import applies, version_of
from celerykit.engine.leave_out import leave_out
from celerykit.engine.plan import Plan, plan_run
from celerykit.engine.selection import CODES, LIVE
from celerykit.errors import UsageError
from celerykit.findings import Finding, Report, Undecided
from celerykit.project import Entry, Project
from celerykit.rules import load_for
from celerykit.rules.base import Rule

__all__ = ["judge", "projects_of", "report_on", "validate"]


def validate(
    targets: str | Sequence[str] = (),
    *,
    root: Path | None = None,
    static: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    python: str | None = None,
) -> Report:
    """Judge programs and profiles, as `celerykit validate` does.

    targets: a module ("celeryconfig"), an app ("proj.celery_app:app"), a file, a folder, "profile:redis-redis"; without
    any, the program is looked for in `root`, which is the working directory unless given.
    static: only read the source; else the configuration is also loaded, which executes it, by `python` (a path).
    select, ignore: rules by code, start of codes, name, or severity.
    Raises UsageError where it cannot run, ConfigurationError where a named profile cannot be compiled.
    """
    named = (targets,) if isinstance(targets, str) else targets
    return judge(plan_run(named, root=root, select=select, ignore=ignore), static=static, python=python)


def judge(plan: Plan, *, static: bool = False, python: str | None = None) -> Report:
    """The report on what the plan names."""
    projects, not_checked = projects_of(plan, static=static, python=python)
    return report_on(projects, plan, not_checked)


def report_on(projects: Sequence[Project], plan: Plan, not_checked: Sequence[str] = ()) -> Report:
    """The report on projects that were read. not_checked: what could not be, a sentence for each."""
    codes = _rules(plan)
    found: dict[Finding, None] = {}  # in the order of finding, each once
    crashed: list[str] = []
    asked: dict[Rule, None] = {}
    for project in projects:
        # Two apps may share a config: what is wrong at a place is told once, for the first of them.
        told = {(finding.code, finding.place) for finding in found if finding.place}
        for rule in (*load_for(project, codes), *(rule for rule in plan.plugins if rule.code in codes)):
            asked[rule] = None
            findings, failure = _ask(rule, project, plan.settings.celery)
            found.update(dict.fromkeys(one for one in findings if (one.code, one.place) not in told))
            crashed += failure
    # A folder holds programs that have nothing to do with each other; who names two wants them side by side.
    if len(plan.targets) + len(plan.profiles) > 1:
        for rule in asked:
            findings, failure = _compare(rule, projects)
            found.update(dict.fromkeys(findings))
            crashed += failure
    left, silenced = leave_out(found, plan, projects, whole=not not_checked and not crashed)
    entries = _entries(projects)
    findings = sorted(left, key=Finding.sort_key)
    new, gone = _new(findings, plan)
    return Report(
        findings=tuple(new),
        unknown=_unknown(entries),
        silenced=silenced,
        rules_run=len(codes),
        settings_read=len(entries),
        not_checked=tuple(dict.fromkeys([*not_checked, *crashed])),
        subjects=tuple(dict.fromkeys(project.app or project.config.subject for project in projects)),
        in_baseline=len(findings) - len(new),
        gone=gone,
    )


def _rules(plan: Plan) -> list[str]:
    """The codes of the rules that are selected. Raises UsageError where only live checks are."""
    codes = plan.selection.codes()
    rules = [code for code in codes if code not in LIVE]
    if codes and not rules:
        raise UsageError(f"{', '.join(plan.selection.select)} selects live checks only: run celerykit doctor")
    return rules


def _new(findings: list[Finding], plan: Plan) -> tuple[list[Finding], int]:
    """The findings that are not in the baseline, and how many of the baseline's are gone."""
    if plan.baseline is None:
        return findings, 0
    from celerykit.engine import baseline
    from celerykit.engine.sources import source_lines

    return baseline.read(plan.baseline).without(findings, source_lines(plan.root))


def projects_of(plan: Plan, *, static: bool = False, python: str | None = None) -> tuple[list[Project], list[str]]:
    """What the plan names, read; and what could not be, a sentence for each. Raises as `validate` does."""
    projects: list[Project] = []
    not_checked: list[str] = []
    if plan.targets or plan.discover:
        from celerykit.reading import read

        reading = read(plan.targets, root=plan.root, static=static, python=python)
        projects += reading.projects
        not_checked += reading.not_checked
    if plan.profiles:
        from celerykit.profile import as_project

        projects += (as_project(name) for name in plan.profiles)
    not_checked += (unread for project in projects for unread in project.unread)
    return projects, not_checked


def _ask(rule: Rule, project: Project, celery: str) -> tuple[list[Finding], list[str]]:
    """What the rule finds in the project; or that it failed, which must not stop the others nor pass in silence."""
    try:
        if not applies(rule, project, version_of(project, celery)):
            return [], []
        return list(rule.check(project)), []
    except Exception as error:
        return [], [_failed(rule, project.app or project.config.subject, error)]


def _compare(rule: Rule, projects: Sequence[Project]) -> tuple[list[Finding], list[str]]:
    """What the rule finds between the projects, or that it failed."""
    try:
        return list(rule.compare(projects)), []
    except Exception as error:
        return [], [_failed(rule, "all together", error)]


def _failed(rule: Rule, where: str, error: Exception) -> str:
    """The words for a rule that failed. The error's own are left out: they may quote a value that is secret."""
    if os.environ.get("CELERYKIT_DEBUG"):
        raise error
    whose = "celerykit" if rule.code in CODES else "that rule"
    return f"{rule.code} {rule.name} on {where}: it failed with {type(error).__name__}, a bug in {whose}"


def _entries(projects: Iterable[Project]) -> list[Entry]:
    """The settings that count, each once though several apps share a config."""
    seen = {
        (entry.setting, entry.place or (number, entry.name)): entry
        for number, project in enumerate(projects)
        for entry in project.config.in_force()
        if entry.setting
    }
    return list(seen.values())


def _unknown(entries: Iterable[Entry]) -> tuple[Undecided, ...]:
    undecided = (Undecided(e.setting or e.name, e.value.text, e.value.place) for e in entries if e.value.unknown)
    return tuple(sorted(undecided, key=lambda one: (one.setting, str(one.place), one.text)))
