"""`celerykit diff`: what changes between two profiles, or between two brokers for one profile."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import click

from celerykit.cli import output
from celerykit.cli.show import lines_of
from celerykit.errors import UsageError
from celerykit.profile.config import CeleryConfig
from celerykit.profile.load import load_profile
from celerykit.values.secrets import hide_in_text

__all__ = ["diff"]


@click.command
@click.argument("a")
@click.argument("b")
def diff(a: str, b: str) -> None:
    """Show what changes from A to B.

    A and B are profiles, or profiles each with a broker: rabbitmq-redis@redis://localhost:6379/0. B may be a broker's
    URL alone, and is then A's profile on that broker.
    """
    logging.getLogger("celerykit").setLevel(logging.ERROR)  # two loads of the same would say all twice
    if "://" in a.partition("@")[0]:
        raise UsageError(f"{hide_in_text(a)} is a URL: A must be a profile, with or without @URL")
    second = f"{a.partition('@')[0]}@{b}" if "://" in b.partition("@")[0] else b
    lines = list(_changes(_load(a), _load(second)))
    output.write("".join(f"{line}\n" for line in lines) or "no difference\n")


def _load(name: str) -> CeleryConfig:
    profile, _, url = name.partition("@")
    return load_profile(profile, env={**os.environ, "CELERY_BROKER_URL": url} if url else None)


def _changes(first: CeleryConfig, second: CeleryConfig) -> Iterator[str]:
    before = {name: (value, who) for name, value, who in lines_of(first)}
    after = {name: (value, who) for name, value, who in lines_of(second)}
    for name in sorted(before | after):
        if name in before and before[name][0] != after.get(name, ("", ""))[0]:
            yield f"- {name} = {before[name][0]}  ({before[name][1]})"
        if name in after and after[name][0] != before.get(name, ("", ""))[0]:
            yield f"+ {name} = {after[name][0]}  ({after[name][1]})"
