"""What the commands that write a report have in common: their options, the format, where it goes, the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS
from celerykit.errors import ToolSettingsError
from celerykit.findings import SEVERITIES, Report, Severity
from celerykit.reporters import FORMATS, render
from celerykit.values.suggestions import did_you_mean

if TYPE_CHECKING:
    from celerykit.engine.plan import Plan

__all__ = ["FILE", "drawn", "end", "format_of", "report_options", "several", "write_report"]

FILE = click.Path(path_type=Path, dir_okay=False)
_FAIL_ON: Severity = "warning"
_F = TypeVar("_F", bound=Callable[..., Any])


def several(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Names that were given one by one, or separated by commas."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def report_options(command: _F) -> _F:
    """--python, --select, --ignore, --fail-on, --output-format, --output-file, --exit-zero."""
    options = (
        click.option(
            "--python", metavar="PATH", help="The interpreter that loads the configuration: the project's own."
        ),
        click.option(
            "--select", multiple=True, callback=several, metavar="RULES", help="Only these; several by comma."
        ),
        click.option(
            "--ignore", multiple=True, callback=several, metavar="RULES", help="All but these; several by comma."
        ),
        click.option(
            "--fail-on", type=click.Choice(SEVERITIES), help=f"What makes the exit code 1.  [default: {_FAIL_ON}]"
        ),
        click.option(
            "--output-format",
            type=click.Choice(FORMATS),
            help="[default: full on a terminal, concise in a pipe or a file]",
        ),
        click.option("--output-file", type=FILE, help="Write the findings there."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 in spite of findings."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def format_of(plan: Plan, asked: str | None, output_file: Path | None) -> str:
    """The format that was asked for, else that of `[tool.celerykit]`, else full where somebody reads along."""
    named = asked or plan.settings.output_format
    if named and named not in FORMATS:
        cure = did_you_mean(named, FORMATS, f"the formats are {', '.join(FORMATS)}")
        raise ToolSettingsError(f"{plan.settings.at('output-format')}: there is no output-format {named}: {cure}")
    return named or ("full" if output_file is None and output.is_terminal() else "concise")


def write_report(report: Report, plan: Plan, chosen: str, output_file: Path | None) -> None:
    """Write the report in the chosen format, to the file or to stdout."""
    output.write(drawn(report, plan=plan, chosen=chosen, colour=None if output_file is None else False), output_file)


def drawn(report: Report, *, plan: Plan, chosen: str, colour: bool | None = None) -> str:
    """The report in the chosen format. colour: as stdout wants it where None."""
    from celerykit.engine.sources import source_lines

    in_colour = output.wants_colour() if colour is None else colour
    return render(chosen, report, lines=source_lines(plan.root), colour=in_colour)


def end(ctx: click.Context, report: Report, plan: Plan, fail_on: Severity | None, *, exit_zero: bool) -> None:
    """End the command: with 1 where there is a finding at the level that fails a run."""
    if report.fails(fail_on or plan.settings.fail_on or _FAIL_ON) and not exit_zero:
        ctx.exit(FINDINGS)
