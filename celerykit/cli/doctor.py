"""`celerykit doctor`: look at what is running."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from celerykit.cli.reporting import drawn, end, format_of, report_options, write_report
from celerykit.cli.watch import Seconds, watch_for
from celerykit.errors import UsageError
from celerykit.findings import Severity

__all__ = ["doctor"]

# Seconds that a server may take for an answer; celerykit.live.system.LIMIT, which is not imported for --help.
_LIMIT = 5.0
# Seconds between two looks of --watch.
_EVERY = 5.0


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
@click.option("--task-id", metavar="ID", help="Only what became of this task; in text, or in json.")
@click.option("--probe", type=click.Choice(("worker", "broker")), help="Only this, at once, in a line of JSON.")
@click.option(
    "--node", default="", metavar="NAME", help="With --probe worker: its name, as -n takes it; %h is the host."
)
@click.option(
    "--watch",
    type=Seconds(min=0.1),
    is_flag=False,
    flag_value=_EVERY,
    metavar="[SECONDS]",
    help=f"Look again and again, until Ctrl-C.  [every {_EVERY:g} seconds]",
)
@click.option("--profile", metavar="NAME", help="With --probe: the profile that says where the broker is.")
@report_options
@click.pass_context
def doctor(
    ctx: click.Context,
    targets: tuple[str, ...],
    timeout: float,
    write: bool,
    round_trip: bool,
    task_id: str | None,
    probe: str | None,
    node: str,
    watch: float | None,
    profile: str | None,
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

    --task-id says what became of one task: it waits in a queue, a worker has it, its result is kept, it was revoked;
    where none of them knows it, what that may mean. Exit codes there: 0 something is known of it, 1 nothing.

    --probe is for the health checks of containers: it reads no program, but CELERY_BROKER_URL, or a profile.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, a broker that cannot be reached among them, 2 nothing could
    be checked.
    """
    if probe:
        if targets:
            raise UsageError("a probe reads no program: leave TARGET out")
        from celerykit.cli.probe import run_probe

        run_probe(probe, node, profile, timeout)
    if node or profile:
        raise UsageError("--node and --profile go with --probe; a profile is examined as profile:NAME")
    if task_id and watch:
        raise UsageError("--task-id is told once: leave --watch out")
    from celerykit.engine.examine import Manner, examine
    from celerykit.engine.plan import plan_run

    plan = plan_run(targets, select=select, ignore=ignore)
    if task_id:
        from celerykit.cli.task_fate import tell_fate

        tell_fate(ctx, plan, task_id, timeout, python=python, output_format=output_format, output_file=output_file)
    chosen = format_of(plan, output_format, output_file)
    look = partial(examine, plan, Manner(timeout, write or round_trip, round_trip), python=python)
    if watch:
        if output_file:
            raise UsageError("--watch writes no file: leave --output-file out")
        watch_for(look, partial(drawn, plan=plan, chosen=chosen), watch)
    report = look()
    write_report(report, plan, chosen, output_file)
    if report.blind:
        raise UsageError("neither broker nor results are known: CELERY_BROKER_URL can say where the broker is")
    if not report.live_checks_run:
        raise UsageError("nothing could be checked")
    end(ctx, report, plan, fail_on, exit_zero=exit_zero)
