"""`celerykit graph`: a program as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from celerykit.cli import output
from celerykit.engine.plan import Plan, plan_run
from celerykit.engine.run import projects_of, report_on
from celerykit.errors import UsageError
from celerykit.graph import FORMATS, Graph, draw, graph_of
from celerykit.project import Project

if TYPE_CHECKING:
    from celerykit.findings import Report
    from celerykit.live.running import Running
    from celerykit.live.system import System

__all__ = ["graph"]

_FILE = click.Path(path_type=Path, dir_okay=False)
# Seconds; celerykit.live.system.LIMIT, which is not imported for --help.
_LIMIT = 5.0
_BY_SUFFIX = {".svg": "svg", ".html": "html", ".htm": "html"}


@click.command
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="[default: by the output file's suffix, else mermaid]"
)
@click.option("--output-file", type=_FILE, help="Write the picture there; into .md as a block of Mermaid.")
@click.option("--static", is_flag=True, help="Only read the source; load and run nothing.")
@click.option("--python", metavar="PATH", help="The interpreter that loads the configuration: the project's own.")
@click.option("--no-findings", is_flag=True, help="Leave out what validate finds, and doctor.")
@click.option("--live", is_flag=True, help="Ask what is running, as doctor does, and draw that too.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=_LIMIT,
    show_default=True,
    help="With --live: seconds that each server may take for an answer.",
)
def graph(
    targets: tuple[str, ...],
    form: str | None,
    output_file: Path | None,
    static: bool,
    python: str | None,
    no_findings: bool,
    live: bool,
    timeout: float,
) -> None:
    """Draw who sends tasks, which way they go, who runs them, and where their results are kept.

    TARGET is as for validate; without one, the program is looked for in the working directory.

    mermaid is text that GitHub and others draw in a README, svg is a picture, html is a page that stands alone:
    searched, folded, and followed from part to part. What cannot be known without running is drawn dashed.

    Unless --static is given, the configuration is also loaded as Celery would load it, which executes it, in a process
    of its own.

    With --live, workers that answer are drawn with the queues that they read, and queues with what waits in them.

    Exit codes: 0 the picture was drawn, 2 celerykit could not run.
    """
    if live and static:
        raise UsageError("--live loads the configuration, to know where the broker is: leave out --static")
    plan = plan_run(targets)
    projects, not_checked = projects_of(plan, static=static, python=python)
    if not projects:
        raise UsageError("nothing found to draw: no Celery app and no Celery configuration")
    findings = list(report_on(projects, plan, not_checked).findings)
    seen: dict[str, Running] = {}
    if live:
        report = _examined(plan, timeout, python, seen)
        findings += report.findings
        not_checked = [*not_checked, *report.not_checked]
    for sentence in dict.fromkeys(not_checked):
        click.echo(f"not checked: {sentence}", err=True)
    shown = () if no_findings else findings
    graphs = [graph_of(project, shown, running=seen.get(_name(project))) for project in projects]
    _write(graphs, form, output_file, tuple(dict.fromkeys(not_checked)))


def _examined(plan: Plan, timeout: float, python: str | None, seen: dict[str, Running]) -> Report:
    """What a doctor reports; what runs goes into `seen`, by the name of its app."""
    from celerykit.engine.examine import Manner, examine
    from celerykit.live.running import running

    def look(system: System) -> None:
        seen[_name(system.project)] = running(system)

    return examine(plan, Manner(timeout), python=python, also=look)


def _name(project: Project) -> str:
    return f"{project.app} {project.app_place} {project.config.subject}"


def _write(graphs: Sequence[Graph], form: str | None, file: Path | None, remarks: Sequence[str]) -> None:
    """In the form that was chosen, else in that of the file."""
    suffix = file.suffix.lower() if file else ""
    chosen = form or _BY_SUFFIX.get(suffix, "mermaid")
    text = draw(chosen, graphs, remarks=remarks)
    if chosen == "mermaid" and suffix == ".md":
        text = f"```mermaid\n{text}```\n"
    output.write(text, file)
