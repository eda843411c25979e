"""`celerykit demo`: a real worker, real tasks, and their results."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS

__all__ = ["demo"]

_DEFAULT = "sqlalchemy-backend"


@click.command
@click.argument("profile", default=_DEFAULT)
@click.pass_context
def demo(ctx: click.Context, profile: str) -> None:
    """Start a worker on a PROFILE, send it tasks, watch them, show their results, and stop it.

    The default is sqlalchemy-backend, which needs no server: its files go into a temporary folder. Any other profile
    runs on the servers that the profile or the environment names (CELERY_BROKER_URL, CELERY_RESULT_BACKEND), on queues
    of its own, and leaves nothing there.
    """
    from celerykit.demo.run import run
    from celerykit.demo.worker import WorkerFailed

    # What load has to say stands among the demo's own lines.
    quiet = logging.NullHandler()
    logging.getLogger("celerykit").addHandler(quiet)
    try:
        with _terminated_like_interrupted():
            run(profile, _say)
    except WorkerFailed as error:
        click.echo(f"celerykit: {error}", err=True)
        ctx.exit(FINDINGS)
    finally:
        logging.getLogger("celerykit").removeHandler(quiet)


def _say(line: str) -> None:
    output.write(f"{line}\n")


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM ends the demo as Ctrl-C does, so that the worker is stopped either way."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
