"""The modules that speak to the broker and to the store. To import them takes seconds on a busy machine."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from celerykit.live.app import app
from celerykit.live.settings import broker_side, results_side
from celerykit.live.stores import backend_of
from celerykit.live.system import System

__all__ = ["load_clients"]


def load_clients(system: System) -> None:
    """Import them, so that no time limit of a server is spent on it. What fails here fails again where it is told."""
    import_module("celery.app.backends")
    with suppress(Exception):
        made, side = system.once(app), system.once(broker_side)
        made.connection_for_read(side.url).transport  # noqa: B018 - importing it is the point
    with suppress(Exception):
        made, store = system.once(app), system.once(results_side)
        if store:
            backend_of(system, made, store)
