"""What one file says of how a program is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celerykit.project import Image, Process, State, Value
from celerykit.project.deployment import Where
from celerykit.reading.deployment.command_lines import Launch, Started
from celerykit.reading.deployment.launched import Launched
from celerykit.reading.deployment.sheets import Sheet

__all__ = ["NOBODY_SAYS", "UNSET", "Part", "process"]

_WORKS = re.compile(r"(?!.*(?:exporter|flower)).*(?:celery|worker|beat)", re.IGNORECASE)

UNSET = Value(State.DEFAULT)
NOBODY_SAYS = Value(State.UNKNOWN)


@dataclass(slots=True, repr=False)
class Part:
    """What was found. complete: False where Celery is started in a way that could not be followed."""

    launched: list[Launched] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    complete: bool = True

    def add(self, other: Part) -> None:
        """Takes over what another has."""
        self.launched += other.launched
        self.images += other.images
        self.complete = self.complete and other.complete

    def take(self, found: Started, where: Where, folder: Path, **words: Any) -> None:
        """Makes processes of what commands start. words: fields of `Process`.

        What goes by the name of a worker, and starts nothing that is known, may be one all the same.
        """
        self.complete = self.complete and found.complete
        if not found.launches and _WORKS.match(str(words.get("name", ""))):
            self.complete = False
        self.launched += (Launched(process(launch, where, **words), folder) for launch in found.launches)


def process(
    launch: Launch,
    where: Where,
    *,
    environment: Mapping[str, Value] | None = None,
    user: Value = UNSET,
    **words: Any,
) -> Process:
    """The process of a command line, with what the file around it says."""
    sheet: Sheet = launch.program.sheet
    end = launch.last.end if launch.last.sheet is sheet else launch.program.end
    return Process(
        launch.kind,  # type: ignore[arg-type]
        where,
        sheet.place(launch.program.start, max(end, launch.program.end)),
        app=launch.app,
        options=launch.options,
        complete=launch.complete,
        environment={**(environment or {}), **launch.environment},
        user=launch.user or user,
        under_shell=launch.under_shell,
        **words,
    )
