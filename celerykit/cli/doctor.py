"""`celerykit doctor`: look at what is running."""

from __future__ import annotations

from pathlib import Path

import click

from celerykit.cli.reporting import end, format_of, report_options, write_report
from celerykit.engine.plan import plan_run
from celerykit.errors import UsageError
from celerykit.findings import Severity

__all__ = ["doctor"]

# Seconds that a server may take for an answer; celerykit.live.system.LIMIT, which is not imported for --help.
_LIMIT = 5.0


@click.command
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=_LIMIT,
    show_default=True,
    help="Seconds that each server may take for an answer.",
)
@click.option("--write", is_flag=True, help="Write a result, read it from a second process, and remove it.")
@click.option("--round-trip", is_flag=True, help="Send a task through each queue and wait for its result; --write too.")
@report_options
@click.pass_context
def doctor(
    ctx: click.Context,
    targets: tuple[str, ...],
    timeout: float,
    write: bool,
    round_trip: bool,
    python: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Severity | None,
    output_format: str | None,
    output_file: Path | None,
    exit_zero: bool,
) -> None:
    """Ask the running broker, result backend and workers whether they are what the program believes.

    TARGET is as for validate. Without one, the program is looked for in the working directory; where there is none,
    CELERY_BROKER_URL and CELERY_RESULT_BACKEND say what to look at.

    Nothing is written and no task is sent, unless --write or --round-trip is given.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, a broker that cannot be reached among them, 2 nothing could
    be checked.
    """
    from celerykit.engine.examine import Manner, examine

    plan = plan_run(targets, select=select, ignore=ignore)
    chosen = format_of(plan, output_format, output_file)
    report = examine(plan, Manner(timeout, write or round_trip, round_trip), python=python)
    write_report(report, plan, chosen, output_file)
    if not report.live_checks_run:
        raise UsageError("nothing could be checked")
    end(ctx, report, plan, fail_on, exit_zero=exit_zero)
