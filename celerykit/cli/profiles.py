"""`celerykit profiles`: the profiles in reach."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from celerykit.cli import output
from celerykit.errors import ConfigurationError
from celerykit.profile.document import read_document
from celerykit.profile.find import Found, all_profiles

__all__ = ["profiles"]


@click.command
def profiles() -> None:
    """List the profiles in reach, with their summaries, and where each is from."""
    found = all_profiles(os.environ)
    width = max((len(profile.name) for profile in found), default=0)
    output.write("".join(f"{line}\n" for profile in found for line in _lines(profile, width)))


def _lines(found: Found, width: int) -> Iterator[str]:
    where = "shipped" if found.shipped else found.shown
    try:
        summary = read_document(found.path, name=found.name, shown=found.shown).summary
    except ConfigurationError as error:
        summary = f"cannot be used: {error.problems[0].fact}"
    yield f"{found.name:<{width}}  {summary}  ({where})"
