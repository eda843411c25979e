"""The command line: one file a command."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run `celerykit` with the arguments of the process, and exit with its code."""
    from celerykit.cli.commands import celerykit

    celerykit(prog_name="celerykit")
