"""What is found of how programs are run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from celerykit.project import Image, Process

__all__ = ["Launched", "Launches"]


@dataclass(frozen=True, slots=True, repr=False)
class Launched:
    """A process, and the folder that its program is likely to stand in."""

    process: Process
    folder: Path


@dataclass(frozen=True, slots=True, repr=False)
class Launches:
    """How the programs of a folder are run.

    named: what files that could not be followed give to `-A`, as far as it can be read off. complete: False where
    there are such files.
    """

    launched: tuple[Launched, ...] = ()
    images: tuple[Image, ...] = ()
    named: tuple[str, ...] = ()
    complete: bool = True
