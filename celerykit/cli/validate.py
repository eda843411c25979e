"""`celerykit validate`: judge programs and profiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from celerykit.cli import output
from celerykit.cli.reporting import FILE, end, format_of, report_options, write_report
from celerykit.engine.plan import Plan, plan_run
from celerykit.engine.run import judge
from celerykit.engine.sources import source_lines
from celerykit.errors import UsageError
from celerykit.findings import Report, Severity
from celerykit.reporters import FOR_PROGRAMS
from celerykit.reporters.parts.statistics import COUNTED, counts
from celerykit.reporters.parts.summary import count

__all__ = ["validate"]


@click.command
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--static", is_flag=True, help="Only read the source; load and run nothing.")
@report_options
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option("--baseline", type=FILE, help="Leave out the findings in that file, which --write-baseline wrote.")
@click.option("--write-baseline", type=FILE, help="Write what is found now into that file, and exit with 0.")
@click.option("--fix", is_flag=True, help="Rename old and misspelled settings in place, where that is safe.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and change nothing.")
@click.pass_context
def validate(
    ctx: click.Context,
    targets: tuple[str, ...],
    static: bool,
    python: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity | None,
    output_format: str | None,
    output_file: Path | None,
    statistics: bool,
    exit_zero: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    fix: bool,
    diff: bool,
) -> None:
    """Say where a configuration does not do what its author believes.

    TARGET is a module (celeryconfig), an app (proj.celery_app:app), a file, a folder, or a profile
    (profile:redis-redis). Without one, the program is looked for in the working directory.

    RULES are codes (CK401), starts of codes (CK4), families (delivery), names, or severities.

    Unless --static is given, the configuration is also loaded as Celery would load it, which executes it, in a process
    of its own.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 celerykit could not run.
    """
    plan = plan_run(targets, select=select, ignore=ignore, baseline=baseline)
    chosen = format_of(plan, output_format, output_file)
    if statistics and chosen not in COUNTED:
        raise UsageError(f"--statistics goes with {', '.join(COUNTED)}, not with {chosen}")
    if write_baseline and (fix or diff):
        raise UsageError("--write-baseline goes with neither --fix nor --diff: run one after the other")
    if write_baseline:
        # What is in another baseline is found all the same.
        _keep(judge(replace(plan, baseline=None), static=static, python=python), plan, write_baseline)
        return
    report = judge(plan, static=static, python=python)
    if diff or fix:
        from celerykit.cli.mending import mend, show_changes

        if diff:
            show_changes(ctx, report, plan, exit_zero=exit_zero)
            return
        if mend(report, plan):
            report = judge(plan, static=static, python=python)
    _say_on_stderr(report, chosen)
    if report.subjects or chosen in FOR_PROGRAMS or output_file:
        if statistics:
            output.write(counts(report, chosen), output_file)
        else:
            write_report(report, plan, chosen, output_file)
    end(ctx, report, plan, fail_on, exit_zero=exit_zero)


def _keep(report: Report, plan: Plan, file: Path) -> None:
    """Write a baseline of what is found."""
    from celerykit.engine.baseline import written

    output.write(written(report.findings, source_lines(plan.root)), file)
    click.echo(f"{count(len(report.findings), 'finding')} written to {file}", err=True)


def _say_on_stderr(report: Report, chosen: str) -> None:
    if not report.subjects:
        click.echo("nothing found: no Celery app and no Celery configuration", err=True)
    if chosen in FOR_PROGRAMS or not report.subjects:
        for sentence in report.not_checked:
            click.echo(f"not checked: {sentence}", err=True)
    if report.gone:
        gone = count(report.gone, "finding")
        click.echo(f"{gone} of the baseline no longer found: --write-baseline makes it smaller", err=True)
