"""Which names of `broker_transport_options` are read, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.brokers import KNOWN_SCHEMES, NAMES, OPTIONS, by_name, scheme_of
from celerykit.brokers.base import Broker
from celerykit.project import Project, Value
from celerykit.rules.options import key
from celerykit.rules.urls import broker, urls
from celerykit.values.suggestions import closest

__all__ = ["given", "is_read", "settled", "where_it_belongs"]

# What extensions read from the same dictionary: RedBeat (redbeat/schedulers.py, get_redis).
_REDBEAT = frozenset({"cluster", "db", "password", "redis_options", "retry_period", "sentinels", "service_name"})
# What people write for it, and no likeness leads to.
_MEANT = {
    "data_folder_processed": "processed_folder",
    "key_prefix": "global_keyprefix",
    "keyprefix": "global_keyprefix",
    "master": "master_name",
    "service_name": "master_name",
    "socket_timeout": "read_timeout",
}
# What is said in another place.
_ELSEWHERE = {
    "retry_policy": "for what is sent, it is task_publish_retry_policy; for results, result_backend_transport_options",
    "ssl": "it is a setting of its own: broker_use_ssl",
    "sentinels": "name them in the URL: sentinel://s1:26379;sentinel://s2:26379",
}
_IN_THE_URL = frozenset({"db", "host", "hostname", "password", "port", "username"})


def given(options: Value) -> Iterator[tuple[str, Value]]:
    """The options in a dictionary that are seen, each with its value."""
    found = options.keys or (options.value if options.known and isinstance(options.value, Mapping) else {})
    for name in found:
        value = key(options, name)
        if isinstance(name, str) and value is not None:
            yield name, value


def settled(project: Project) -> Broker | None:
    """The broker in force, where no environment variable may put another in its place."""
    return None if project.config["broker_url"].variable else broker(project)


def is_read(project: Project, kind: Broker | None, name: str) -> bool:
    """Whether an option is read, or may be, by this broker; for None, by any transport."""
    if name in OPTIONS or (name in _REDBEAT and _has_redbeat(project)):
        return True
    if kind is None:
        return name in _all_options() or _is_another_transport(project)
    if name in kind.options:
        return True
    # What this one does not know may be an argument of the engine; what another broker reads is none.
    return kind.passes_options_on and name not in _all_options()


def where_it_belongs(name: str, kind: Broker | None) -> str:
    """The cure for an option that is not read: another name, another place; "" where neither is known."""
    if name in _ELSEWHERE or name.startswith("ssl_"):
        return _ELSEWHERE.get(name, "it belongs into the setting broker_use_ssl")
    if name in _IN_THE_URL:
        return "it is said in the broker's URL" if kind else ""
    known = frozenset(kind.options) | OPTIONS if kind else _all_options() | OPTIONS
    meant = _MEANT.get(name, "")
    meant = meant if meant in known else closest(name, known) or ""
    return f"did you mean {meant}?" if meant else ""


def _is_another_transport(project: Project) -> bool:
    """Whether the transport is one of kombu's that celerykit has no table for."""
    value = project.config["broker_url"]
    schemes = {scheme_of(url) for url in urls(value)} if value.known and not value.variable else set()
    return bool(schemes & KNOWN_SCHEMES) or any("." in scheme for scheme in schemes)


def _has_redbeat(project: Project) -> bool:
    scheduler = project.config["beat_scheduler"]
    said = f"{scheduler.value} {scheduler.text}".lower()
    return "redbeat" in said or any("redbeat" in entry.name.lower() for entry in project.config.entries)


def _all_options() -> frozenset[str]:
    """What any transport reads."""
    kinds = [kind for name in NAMES if (kind := by_name(name))]
    return frozenset(name for kind in kinds for name in kind.options)
