"""Whether semaphores can be made on this machine, by which the processes of a prefork worker agree."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SharedMemory", "shared_memory"]

_FOLDER = Path("/dev/shm")  # noqa: S108 - where Linux keeps semaphores, sem_overview(7)


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """refused: the words of the system where no semaphore can be made, "" where one can.

    folder: where it should be. free: bytes that are left there, None where there is no such folder.
    """

    refused: str
    folder: Path
    free: int | None


def shared_memory() -> SharedMemory:
    """Make a semaphore, which is gone again at once, and see how much room there is for more."""
    return SharedMemory(_refused(), _FOLDER, _free())


def _refused() -> str:
    # What billiard's pool makes when a worker starts, here by the module that it was taken from.
    from multiprocessing import get_context

    try:
        get_context("fork").Lock()
    except (ImportError, OSError) as error:
        return (getattr(error, "strerror", "") or "semaphores are not implemented").lower()
    return ""


def _free() -> int | None:
    try:
        room = os.statvfs(_FOLDER)
    except OSError:
        return None
    return room.f_bavail * room.f_frsize
