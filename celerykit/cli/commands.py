"""`celerykit`: the table of its commands."""

from __future__ import annotations

from collections.abc import Mapping

import click

from celerykit.cli.group import LazyGroup

__all__ = ["COMMANDS", "celerykit"]

COMMANDS: Mapping[str, str] = {
    "validate": "celerykit.cli.validate:validate",
    "doctor": "celerykit.cli.doctor:doctor",
    "rule": "celerykit.cli.rule:rule",
    "graph": "celerykit.cli.graph:graph",
    "show": "celerykit.cli.show:show",
    "diff": "celerykit.cli.diff:diff",
    "profiles": "celerykit.cli.profiles:profiles",
    "demo": "celerykit.cli.demo:demo",
    "compose": "celerykit.cli.compose:compose",
    "schema": "celerykit.cli.schema:schema",
}


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"celerykit {version('celerykit')}")
    ctx.exit()


@click.group(cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", "-V", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def celerykit() -> None:
    """Celery configuration that says what it means."""
