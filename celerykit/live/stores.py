"""The result store, as a client would open it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from celerykit.backends import for_url
from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.settings import results_side
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble

__all__ = ["Opened", "opened", "store"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A try to open the store. backend: Celery's, None where it failed, and trouble says why. name: of our backend."""

    side: Side
    backend: Any
    name: str
    trouble: Trouble | None
    seconds: float


def opened(system: System) -> Opened | None:
    """Open the store and see that it answers; None where there is none. Raises NotChecked where it is not known."""
    side = system.once(results_side)
    if side is None:
        return None
    known = for_url(side.url)
    name, made = known.name if known else "", system.once(app)
    begun = time.monotonic()
    try:
        backend = made.backend
        _reach(backend, name)
    except Exception as error:
        return Opened(side, None, name, trouble(error), time.monotonic() - begun)
    return Opened(side, backend, name, None, time.monotonic() - begun)


def store(system: System) -> Opened:
    """The store that answers. Raises NotChecked where there is none, or it cannot be reached."""
    found = system.once(opened)
    if found is None:
        raise NotChecked("no result backend is configured")
    if found.backend is None:
        raise NotChecked("the result store could not be reached")
    return found


def _reach(backend: Any, name: str) -> None:
    if name in {"redis", "sentinel"}:
        backend.client.ping()
    elif name == "database":
        # Not through a session of its own: that would make the tables.
        with backend.session_manager.get_engine(backend.url, **backend.engine_options).connect():
            pass
