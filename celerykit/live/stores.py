"""The result store, as a client would open it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from celerykit.backends import for_url
from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.databases import missing_file
from celerykit.live.deadlines import patience, side_by_side, within
from celerykit.live.diagnosis import diagnosed
from celerykit.live.settings import each_of, results_side
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble

__all__ = ["Opened", "backend_of", "opened", "openings", "store"]

_IN_DJANGO = (
    "results are kept through Django, which is not started here: python manage.py check --database default and "
    "python manage.py migrate --check look at them"
)
_IN_FILES = "Celery writes a file into the folder of results to open it: only with --write"
_OWN = "results are kept by a backend of the program's own, and nothing of the program is loaded here"


@dataclass(frozen=True, slots=True)
class Opened:
    """A try to open the store. backend: Celery's, None where it failed, and trouble says why. name: of our backend."""

    side: Side
    backend: Any = field(repr=False)
    name: str
    trouble: Trouble | None
    seconds: float


def opened(system: System) -> Opened | None:
    """Open the store and see that it answers; None where there is none. Raises NotChecked where it is not known."""
    side = system.once(results_side)
    if side is None:
        return None
    return _open(system, system.once(app), side)


def openings(system: System) -> tuple[Opened, ...]:
    """A try for each server that the setting names: for several sentinels one for each. Raises as `opened`."""
    side = system.once(results_side)
    if side is None:
        return ()
    several = each_of(system, side)
    if len(several) < 2:
        found = system.once(opened)
        return (found,) if found else ()
    made = system.once(app)
    return tuple(side_by_side([partial(_open, system, made, each) for each in several]))


def store(system: System) -> Opened:
    """The store that answers. Raises NotChecked where there is none, or it cannot be reached."""
    found = system.once(opened)
    if found is None:
        raise NotChecked("no result backend is configured")
    if found.backend is None:
        raise NotChecked("the result store could not be reached")
    return found


def _open(system: System, made: Any, side: Side) -> Opened:
    known = for_url(side.url)
    name = known.name if known else ""
    begun = time.monotonic()
    try:
        # Its modules take their time, which is not the server's.
        backend = backend_of(system, made, side)
        begun = time.monotonic()
        within(patience(system.limit), partial(_reach, backend, name))
    except NotChecked:
        raise
    except Exception as error:
        seconds, found = time.monotonic() - begun, trouble(error)
        if known is None and found.reason == "driver" and found.module == _kind(side.url):
            # The missing module is the one that the scheme was taken for.
            found = Trouble("other", "Celery knows no such result backend")
        return Opened(side, None, name, diagnosed(system, side, found), seconds)
    return Opened(side, backend, name, None, time.monotonic() - begun)


def backend_of(system: System, made: Any, side: Side) -> Any:
    """Celery's backend, which has not talked to its server yet. Raises what importing it raises.

    Raises NotChecked where that would write something, or cannot be done here.
    """
    from celery.app.backends import by_url

    known = for_url(side.url)
    name = known.name if known else ""
    if name.startswith("django"):
        raise NotChecked(_IN_DJANGO)
    if _is_own(side.url):
        raise NotChecked(_OWN)
    if name == "filesystem" and not system.write:
        raise NotChecked(_IN_FILES)
    if name == "database" and (file := missing_file(side.url)):
        raise NotChecked(f"{file} is not there: Celery makes it when it first opens the store")
    kind, address = by_url(side.url, made.loader)
    backend = kind(app=made, url=address)
    if name == "database":
        _engine(backend)
    return backend


def _is_own(url: str) -> bool:
    """Whether it names a class by its module, as in `proj.results:Backend+redis://…` (celery/app/backends.py)."""
    parts = _kind(url).replace(":", ".").split(".")
    return len(parts) > 1 and parts[0] != "celery" and all(part.isidentifier() for part in parts)


def _kind(url: str) -> str:
    return url.partition("://")[0].partition("+")[0]


def _reach(backend: Any, name: str) -> None:
    if name in {"redis", "sentinel"}:
        backend.client.ping()
    elif name == "database":
        # Not through a session of its own: that would make the tables.
        with _engine(backend).connect():
            pass
    elif name == "mongodb":
        _ping(backend)


def _engine(backend: Any) -> Any:
    return backend.session_manager.get_engine(backend.url, **backend.engine_options)


def _ping(backend: Any) -> None:
    """Ask MongoDB. Its client wants to be closed."""
    client = backend.database.client
    try:
        client.admin.command("ping")
    except Exception:
        client.close()
        raise
