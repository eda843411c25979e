"""`celerykit validate`: judge programs and profiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS
from celerykit.engine.plan import Plan, plan_run
from celerykit.engine.run import judge
from celerykit.engine.sources import source_lines
from celerykit.errors import ToolSettingsError, UsageError
from celerykit.findings import SEVERITIES, Report, Severity
from celerykit.reporters import FOR_PROGRAMS, FORMATS, render
from celerykit.reporters.parts.statistics import COUNTED, counts
from celerykit.reporters.parts.summary import count
from celerykit.values.suggestions import did_you_mean

if TYPE_CHECKING:
    from celerykit.engine.fixing import Fixes

__all__ = ["validate"]

_FILE = click.Path(path_type=Path, dir_okay=False)
_FAIL_ON: Severity = "warning"


def _several(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--static", is_flag=True, help="Only read the source; load and run nothing.")
@click.option("--python", metavar="PATH", help="The interpreter that loads the configuration: the project's own.")
@click.option("--select", multiple=True, callback=_several, metavar="RULES", help="Only these; several by comma.")
@click.option("--ignore", multiple=True, callback=_several, metavar="RULES", help="All but these; several by comma.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help=f"What makes the exit code 1.  [default: {_FAIL_ON}]")
@click.option(
    "--output-format", type=click.Choice(FORMATS), help="[default: full on a terminal, concise in a pipe or a file]"
)
@click.option("--output-file", type=_FILE, help="Write the findings there.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
@click.option("--baseline", type=_FILE, help="Leave out the findings in that file, which --write-baseline wrote.")
@click.option("--write-baseline", type=_FILE, help="Write what is found now into that file, and exit with 0.")
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
    chosen = output_format or _format(plan, output_file)
    if statistics and chosen not in COUNTED:
        raise UsageError(f"--statistics goes with {', '.join(COUNTED)}, not with {chosen}")
    if write_baseline:
        # What is in another baseline is found all the same.
        _keep(judge(replace(plan, baseline=None), static=static, python=python), plan, write_baseline)
        return
    report = judge(plan, static=static, python=python)
    if diff:
        _show_changes(ctx, report, plan, exit_zero=exit_zero)
        return
    if fix and _mend(report, plan):
        report = judge(plan, static=static, python=python)
    _say_on_stderr(report, chosen)
    if report.subjects or chosen in FOR_PROGRAMS or output_file:
        colour = output_file is None and output.wants_colour()
        lines = source_lines(plan.root)
        text = counts(report, chosen) if statistics else render(chosen, report, lines=lines, colour=colour)
        output.write(text, output_file)
    if report.fails(fail_on or plan.settings.fail_on or _FAIL_ON) and not exit_zero:
        ctx.exit(FINDINGS)


def _keep(report: Report, plan: Plan, file: Path) -> None:
    """Write a baseline of what is found."""
    from celerykit.engine.baseline import written

    output.write(written(report.findings, source_lines(plan.root)), file)
    click.echo(f"{count(len(report.findings), 'finding')} written to {file}", err=True)


def _show_changes(ctx: click.Context, report: Report, plan: Plan, *, exit_zero: bool) -> None:
    """The changes that `--fix` would make, on stdout; exit code 1 where there are any."""
    from celerykit.engine.fixing import plan_fixes

    fixes = plan_fixes(report.findings, plan.root)
    _say_refused(fixes)
    changes = fixes.diff()
    output.write(changes)
    if changes and not exit_zero:
        ctx.exit(FINDINGS)


def _mend(report: Report, plan: Plan) -> bool:
    """Make the changes; whether there were any."""
    from celerykit.engine.fixing import plan_fixes, write

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


def _format(plan: Plan, output_file: Path | None) -> str:
    """The format of `[tool.celerykit]`, else full where somebody reads along."""
    named = plan.settings.output_format
    if named and named not in FORMATS:
        cure = did_you_mean(named, FORMATS, f"the formats are {', '.join(FORMATS)}")
        raise ToolSettingsError(f"{plan.settings.at('output-format')}: there is no output-format {named}: {cure}")
    return named or ("full" if output_file is None and output.is_terminal() else "concise")


def _say_on_stderr(report: Report, chosen: str) -> None:
    if not report.subjects:
        click.echo("nothing found: no Celery app and no Celery configuration", err=True)
    if chosen in FOR_PROGRAMS or not report.subjects:
        for sentence in report.not_checked:
            click.echo(f"not checked: {sentence}", err=True)
    if report.gone:
        gone = count(report.gone, "finding")
        click.echo(f"{gone} of the baseline no longer found: --write-baseline makes it smaller", err=True)
