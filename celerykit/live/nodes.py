"""Where on the network a URL leads: the host and the port that a client will call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from celerykit.live.settings import setting
from celerykit.live.system import Side, System
from celerykit.rules.tls import setting_of
from celerykit.rules.urls import Address, address

__all__ = ["Node", "Speech", "node"]

Speech = Literal["redis", "amqp", "postgresql", "mysql", "mongodb"]

_SPEECH: dict[str, Speech] = {
    "redis": "redis",
    "rediss": "redis",
    "sentinel": "redis",
    "amqp": "amqp",
    "amqps": "amqp",
    "pyamqp": "amqp",
    "postgresql": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "mongodb": "mongodb",
}
# kombu/transport/pyamqp.py and redis.py, redis-py's Sentinel, the clients of the databases.
_PORTS = {"redis": 6379, "amqp": 5672, "postgresql": 5432, "mysql": 3306, "mongodb": 27017}
_OTHER_PORTS = {"sentinel": 26379, "amqps": 5671}
# Names of libpq's sslmode under which it goes on without TLS.
_MAY_BE_PLAIN = ("disable", "allow", "prefer")


@dataclass(frozen=True, slots=True)
class Node:
    """A server. speech: what it should speak. tls: whether the client asks for it from the first byte.

    start_tls: whether the client asks for it in the database's own words, and takes nothing else.
    """

    host: str
    port: int
    speech: Speech
    tls: bool = False
    start_tls: bool = False


def node(system: System, side: Side) -> Node | None:
    """The server of a URL; None where it is none that is called by host and port, or none that is known."""
    found = address(_plain_scheme(side.url))
    if found is None or not (speech := _SPEECH.get(found.scheme)):
        return None
    if {"host", "unix_socket"} & found.query.keys():
        return None
    port = found.port or _OTHER_PORTS.get(found.scheme) or _PORTS[speech]
    if speech in {"postgresql", "mysql", "mongodb"}:
        asks = speech == "postgresql" and _sslmode(system, found) not in _MAY_BE_PLAIN
        return Node(found.host or "localhost", port, speech, start_tls=asks)
    tls = found.scheme in {"rediss", "amqps"} or (found.scheme != "sentinel" and _asked(system, side, speech))
    if tls and speech == "amqp" and not found.port:
        port = _OTHER_PORTS["amqps"]
    return Node(found.host or "localhost", port, speech, tls)


def _plain_scheme(url: str) -> str:
    """Of db+postgresql+psycopg://… the dialect alone; of redis+socket://… nothing that is known here."""
    scheme, found, rest = url.partition("://")
    parts = scheme.split("+")
    if parts[0] in {"db", "sqla", "sqlalchemy"} and len(parts) > 1:
        scheme = parts[1]
    return f"{scheme}{found}{rest}"


def _sslmode(system: System, found: Address) -> str:
    """What libpq is told in the URL, or by the engine's options; else its own default."""
    options = setting(system.project, "database_engine_options")
    arguments = options.get("connect_args") if isinstance(options, dict) else None
    told = arguments.get("sslmode") if isinstance(arguments, dict) else None
    return str(told or found.query.get("sslmode", "prefer"))


def _asked(system: System, side: Side, speech: Speech) -> bool:
    """Whether a setting asks for TLS though the URL does not.

    Redis's transport takes a mapping only, whatever else is true (kombu/transport/redis.py, _connparams).
    """
    said = setting(system.project, setting_of(side.setting))
    return bool(said) and (speech != "redis" or isinstance(said, dict))
