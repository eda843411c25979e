"""A group of commands that are imported when they are called, and what becomes of errors."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Commands by name, each as "module:attribute"; one whose module is not there is not offered."""

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands that there are, in the order of the table."""
        return [name for name, place in self._places.items() if find_spec(place.partition(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        module, _, attribute = self._places.get(cmd_name, "").partition(":")
        if not module or find_spec(module) is None:
            return None
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, and with the name that was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from celerykit.values.suggestions import did_you_mean

            commands = self.list_commands(ctx)
            cure = did_you_mean(args[0], commands, f"the commands are {', '.join(commands)}")
            raise click.UsageError(f"there is no command {args[0]}: {cure}", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors become a message and an exit code."""
        from celerykit.cli.failures import exit_code_of

        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (Exception, KeyboardInterrupt) as error:
            ctx.exit(exit_code_of(error))
