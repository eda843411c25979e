"""`celerykit compose`: the servers of a profile, for Docker Compose."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from celerykit.cli import output
from celerykit.compose import compose_file
from celerykit.profile.load import load_profile

__all__ = ["compose"]


@click.command
@click.argument("profile", required=False)
@click.option("--output", "to", type=click.Path(path_type=Path), help="Write to this file instead of to stdout.")
@click.option("--with-worker", "app", metavar="APP", help="Add a worker of APP, as celery -A takes it.")
def compose(profile: str | None, to: Path | None, app: str | None) -> None:
    """Write a compose file with the servers of a PROFILE, so configured that its intents hold.

    Without a PROFILE it is the one that load_profile() would take. Passwords are variables that compose asks for.
    --with-worker adds a beat too, where the profile needs one or schedules something. What the file does not see to is
    said in its first lines, and on stderr.
    """
    logging.getLogger("celerykit").setLevel(logging.ERROR)  # what load has to say is about the app, not its servers
    config = load_profile(profile)
    written = compose_file(config, app=app)
    lead = "celerykit: not in the file:" if written.text else "celerykit:"
    for sentence in written.warnings:
        click.echo(f"{lead} {sentence}", err=True)
    if written.text:
        output.write(written.text, to)
