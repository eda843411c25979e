"""`celerykit demo`: a real worker, real tasks, and their results."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from celerykit.cli import output
from celerykit.cli.failures import FINDINGS

__all__ = ["demo", "stoppable"]

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
        with stoppable() as heed:
            run(profile, _say, heed)
    except WorkerFailed as error:
        click.echo(f"celerykit: {error}", err=True)
        ctx.exit(FINDINGS)
    finally:
        logging.getLogger("celerykit").removeHandler(quiet)


def _say(line: str) -> None:
    output.write(f"{line}\n")


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Ctrl-C and SIGTERM raise KeyboardInterrupt, so that the worker is stopped in order; yields what raises it again.

    Python drops what is raised while it runs a destructor or a weak reference's callback, of which imports and
    SQLAlchemy have many: whoever waits asks again. A signal that is ignored, as under nohup, stays so.
    """
    asked = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    def heed() -> None:
        if asked:
            raise KeyboardInterrupt

    numbers = [one for one in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield heed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
