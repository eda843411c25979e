"""From an error to what the user reads and the shell sees.

0: nothing at or above the fail level. 1: findings. 2: celerykit was called or configured wrongly, or could not run.
"""

from __future__ import annotations

import os

import click

from celerykit.cli.output import close_quietly
from celerykit.errors import CelerykitError, ConfigurationError, ProfileNotFound
from celerykit.values.secrets import hide_in_text

__all__ = ["COULD_NOT_RUN", "FINDINGS", "INTERRUPTED", "exit_code_of"]

FINDINGS = 1
COULD_NOT_RUN = 2
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count


def exit_code_of(error: BaseException) -> int:
    """Say on stderr what is wrong, and return the exit code for it."""
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        close_quietly()
        return 0
    if isinstance(error, CelerykitError):
        # Targets and names are quoted as they were given: somebody may have given a URL.
        click.echo(f"celerykit: {hide_in_text(str(error))}", err=True)
        profile_is_wrong = isinstance(error, ConfigurationError) and not isinstance(error, ProfileNotFound)
        return FINDINGS if profile_is_wrong else COULD_NOT_RUN
    if isinstance(error, OSError) and error.strerror and not os.environ.get("CELERYKIT_DEBUG"):
        what = f": {error.filename}" if error.filename else ""
        click.echo(f"celerykit: {error.strerror.lower()}{what}", err=True)
        return COULD_NOT_RUN
    if os.environ.get("CELERYKIT_DEBUG"):
        import traceback

        traceback.print_exception(error)
    else:
        # The error's own words are left out: they may quote a value that is secret.
        click.echo(f"celerykit: {type(error).__name__}: this is a bug in celerykit; please report it", err=True)
        click.echo("CELERYKIT_DEBUG=1 shows where it happened", err=True)
    return COULD_NOT_RUN
