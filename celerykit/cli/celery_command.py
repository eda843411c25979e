"""`celery kit`: the commands of celerykit under Celery's own.

Every `celery` command loads this, so it imports click only. What follows `kit` is handed on as it is, to a group of
its own: below Celery's group, click would read each option from a CELERY_KIT_* variable too.
"""

from __future__ import annotations

import click

__all__ = ["kit"]


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    short_help="Celery configuration that says what it means (celerykit).",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def kit(arguments: tuple[str, ...]) -> None:
    """Run a command of celerykit."""
    from celerykit.cli.commands import celerykit

    celerykit(list(arguments), prog_name="celery kit")
