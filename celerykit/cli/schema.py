"""`celerykit schema`: the JSON Schema of a profile file."""

from __future__ import annotations

import json

import click

from celerykit.cli import output
from celerykit.profile.schema import profile_schema

__all__ = ["schema"]


@click.command
def schema() -> None:
    """Write the JSON Schema of a profile file, by which editors complete and check it."""
    output.write(json.dumps(profile_schema(), indent=2, ensure_ascii=False) + "\n")
