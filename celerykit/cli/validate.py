"""`celerykit validate`: judge programs and profiles."""

from __future__ import annotations

from pathlib import Path

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS
from celerykit.engine.plan import Plan, plan_run
from celerykit.engine.run import judge
from celerykit.engine.sources import source_lines
from celerykit.engine.tool_settings import at_key
from celerykit.errors import ToolSettingsError
from celerykit.findings import SEVERITIES, Report, Severity
from celerykit.reporters import FORMATS, render
from celerykit.values.suggestions import did_you_mean

__all__ = ["validate"]

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
@click.option("--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write the findings there.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings.")
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
    exit_zero: bool,
) -> None:
    """Say where a configuration does not do what its author believes.

    TARGET is a module (celeryconfig), an app (proj.celery_app:app), a file, a folder, or a profile
    (profile:redis-redis). Without one, the program is looked for in the working directory.

    RULES are codes (CK401), starts of codes (CK4), names, or severities.

    Unless --static is given, the configuration is also loaded as Celery would load it, which executes it, in a process
    of its own.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 celerykit could not run.
    """
    plan = plan_run(targets, select=select, ignore=ignore)
    chosen = output_format or _format(plan, output_file)
    report = judge(plan, static=static, python=python)
    _say_on_stderr(report, chosen)
    if report.subjects or chosen == "json" or output_file:
        colour = output_file is None and output.wants_colour()
        output.write(render(chosen, report, lines=source_lines(plan.root), colour=colour), output_file)
    if report.fails(fail_on or plan.settings.fail_on or _FAIL_ON) and not exit_zero:
        ctx.exit(FINDINGS)


def _format(plan: Plan, output_file: Path | None) -> str:
    """The format of `[tool.celerykit]`, else full where somebody reads along."""
    named = plan.settings.output_format
    if plan.settings.folder and named and named not in FORMATS:
        cure = did_you_mean(named, FORMATS, f"the formats are {', '.join(FORMATS)}")
        where = at_key(plan.settings.folder, "output-format")
        raise ToolSettingsError(f"{where}: there is no output-format {named}: {cure}")
    return named or ("full" if output_file is None and output.is_terminal() else "concise")


def _say_on_stderr(report: Report, chosen: str) -> None:
    if not report.subjects:
        click.echo("nothing found: no Celery app and no Celery configuration", err=True)
    if chosen == "json" or not report.subjects:
        for sentence in report.not_checked:
            click.echo(f"not checked: {sentence}", err=True)
