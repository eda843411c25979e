"""What `celerykit validate` does about findings: `--diff` and `--fix`."""

from __future__ import annotations

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS
from celerykit.engine.fixing import Fixes, plan_fixes, write
from celerykit.engine.plan import Plan
from celerykit.findings import Report
from celerykit.reporters.parts.summary import count

__all__ = ["mend", "show_changes"]


def show_changes(ctx: click.Context, report: Report, plan: Plan, *, exit_zero: bool) -> None:
    """The changes that `--fix` would make, on stdout; exit code 1 where there are any."""
    fixes = plan_fixes(report.findings, plan.root)
    _say_refused(fixes)
    changes = fixes.diff()
    output.write(changes)
    if changes and not exit_zero:
        ctx.exit(FINDINGS)


def mend(report: Report, plan: Plan) -> bool:
    """Make the changes; whether there were any."""
    fixes = plan_fixes(report.findings, plan.root)
    _say_refused(fixes)
    write(fixes, plan.root)
    if fixes.done:
        files = count(len(fixes.files or ()), "file")
        click.echo(f"fixed {count(len(fixes.done), 'finding')} in {files}", err=True)
    return bool(fixes.done)


def _say_refused(fixes: Fixes) -> None:
    for refusal in fixes.refused:
        finding = refusal.finding
        click.echo(f"not fixed: {finding.place}: {finding.code} {finding.rule}: {refusal.reason}", err=True)
