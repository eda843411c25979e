"""How a program is run: from Procfiles, compose files, manifests, images, units and scripts to processes."""

from __future__ import annotations

from pathlib import Path

from celerykit.reading.deployment.launched import Launched, Launches
from celerykit.reading.sources import Program

__all__ = ["Launched", "Launches", "launches"]


def launches(folder: Path, program: Program) -> Launches:
    """All that the files in a folder, and below, start. Files that could not be read are added to the program's."""
    # One module of settings is read without looking around, and what looks around costs time to import.
    from celerykit.reading.deployment.gathering import gathered

    return gathered(folder, program)
