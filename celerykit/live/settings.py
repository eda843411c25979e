"""The values of settings that a live check needs, as Celery takes them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from celerykit.catalogue import VARIABLE_OF
from celerykit.findings import Kind, Thing
from celerykit.live.base import NotChecked
from celerykit.live.system import Side, System
from celerykit.project import Opaque, Project, Value
from celerykit.rules.urls import urls
from celerykit.values.places import Source
from celerykit.values.secrets import hide_in_text

__all__ = ["NO_STORE", "broker_side", "broker_sides", "each_of", "plain", "results_side", "setting", "sides"]

# Result backends that are none: results stay nowhere, or in the caller's own queue.
NO_STORE = ("disabled", "disabled://")
_DEFAULT_BROKER = "amqp://guest@localhost//"


def setting(project: Project, name: str) -> Any:
    """The value of a setting. Raises NotChecked where only running the program would tell."""
    value = _in_force(project, name)
    if value.unknown:
        raise NotChecked(f"{name} is not known: {value.text or 'the configuration could not be read whole'}")
    return plain(value)


def broker_side(system: System) -> Side:
    """The broker that workers take their tasks from. Raises NotChecked where its URL is not known."""
    return _side(system.project, "broker", _first_known(system.project, "broker_read_url", "broker_url"))


def broker_sides(system: System) -> tuple[Side, ...]:
    """Each server of the broker: those that workers read from, then those that are only written to.

    Raises NotChecked where a URL is not known.
    """
    reading = broker_side(system)
    writing = _side(system.project, "broker", _first_known(system.project, "broker_write_url", "broker_url"))
    found = each_of(system, reading)
    return (*found, *(side for side in each_of(system, writing) if side.url not in {known.url for known in found}))


def each_of(system: System, side: Side) -> tuple[Side, ...]:
    """Of a side whose setting names several servers, one for each."""
    several = urls(_in_force(system.project, side.setting))
    if len(several) < 2:
        return (side,)
    return tuple(replace(side, thing=replace(side.thing, name=hide_in_text(url)), url=url) for url in several)


def results_side(system: System) -> Side | None:
    """The store of results; None where there is none. Raises NotChecked where its URL is not known."""
    found = _side(system.project, "results", "result_backend")
    return None if found.url in {"", *NO_STORE} else found


def sides(system: System) -> Iterator[Side]:
    """All servers that the configuration names: the broker, the one for writing where that is another, the results.

    What is not known is left out.
    """
    written = {"broker_url", "broker_read_url", "broker_write_url"}
    for name in sorted(written):
        if name != "broker_url" and not _in_force(system.project, name).value:
            continue
        try:
            yield _side(system.project, "broker", name)
        except NotChecked:
            continue
    try:
        results = results_side(system)
    except NotChecked:
        return
    if results:
        yield results


def plain(value: Value) -> Any:
    """A value as Celery would take it: Python's own constants of TLS made again, other objects left out.

    Of a mapping or a list, what can be made is kept.
    """
    if value.keys and not isinstance(value.value, Opaque):
        return {key: made for key, part in value.keys.items() if (made := plain(part)) is not _NOTHING}
    return _made(value.value) if value.decided else None


class _Nothing:
    """Stands for what cannot be made."""


_NOTHING = _Nothing()


def _made(value: object) -> Any:
    if isinstance(value, Opaque):
        return _constant(value)
    if isinstance(value, Mapping):
        return {key: made for key, part in value.items() if (made := _made(part)) is not _NOTHING}
    if isinstance(value, (list, tuple)):
        return type(value)(made for part in value if (made := _made(part)) is not _NOTHING)
    return value


def _constant(value: Opaque) -> Any:
    """`ssl.CERT_NONE`, `ssl.PROTOCOL_TLS`, …; nothing of any other kind."""
    import ssl

    name = value.text.rpartition(".")[2].partition(":")[0].strip("<> ")
    of_tls = value.type.startswith("ssl.") or value.text.startswith(("ssl.", "<VerifyMode", "CERT_", "PROTOCOL_"))
    return getattr(ssl, name, _NOTHING) if of_tls and name.isupper() else _NOTHING


def _in_force(project: Project, name: str) -> Value:
    """What is in force, the environment's word first (celery/app/utils.py, Settings)."""
    variable = VARIABLE_OF.get(name, "")
    if text := os.environ.get(variable):
        written = project.config[name]
        # Where the configuration was loaded, it was loaded with the environment.
        if not (project.config.loaded and written.known):
            from celerykit.project import State

            return Value(State.KNOWN, text, source=Source("environment", variable), text=hide_in_text(text))
    return project.config[name]


def _first_known(project: Project, *names: str) -> str:
    return next((name for name in names if _in_force(project, name).value), names[-1])


def _side(project: Project, kind: Kind, name: str) -> Side:
    value = _in_force(project, name)
    given = setting(project, name)
    url = urls(value)[0] if urls(value) else str(given or "")
    if kind == "broker" and not url:
        url = _DEFAULT_BROKER
    where = f"{value.place.path}:{value.place.line}" if value.place else str(value.source)
    return Side(Thing(kind, hide_in_text(url)), name, url, where)
