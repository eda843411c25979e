"""Procfiles."""

from __future__ import annotations

import re

from celerykit.reading.deployment.files import Files
from celerykit.reading.deployment.parts import NOBODY_SAYS, Part
from celerykit.reading.deployment.scripts import Follow
from celerykit.reading.deployment.sheets import Sheet

__all__ = ["read"]

_LINE = re.compile(r"[ \t]*(?P<name>[\w-]+):[ \t]*(?P<command>.*)")


def read(sheet: Sheet, files: Files) -> Part:
    """What the lines of a Procfile start; how many of each, only the platform knows."""
    part = Part()
    follow = Follow(files, sheet.file.parent)
    for line in sheet.lines():
        match = _LINE.fullmatch(line.text)
        if match:
            text = line.part(match.start("command"), match.end("command"))
            part.take(
                follow.text(text),
                "procfile",
                sheet.file.parent,
                name=match["name"],
                replicas=NOBODY_SAYS,
                grace=NOBODY_SAYS,
                environment_complete=False,
            )
    return part
