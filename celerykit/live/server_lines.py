"""What is told of the servers that answered: how soon, what they are, and by which TLS they were reached."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.live.broker import Attempt, attempts
from celerykit.live.encryption import encryption
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.redis_servers import redis_servers
from celerykit.live.result_tables import result_tables
from celerykit.live.stores import Opened, openings
from celerykit.live.system import Side, System

__all__ = ["server_lines"]

# Results that are kept by no server of their own.
_NOWHERE = ("rpc", "cache+memory")
_TITLES = {"mysql": "MySQL", "mariadb": "MariaDB", "postgresql": "PostgreSQL", "sqlite": "SQLite"}


def server_lines(system: System) -> Iterator[str]:
    """A sentence for each. Nothing is asked for it: only what checks asked before is told."""
    by_tls = system.answered(encryption) or {}
    tries: tuple[Attempt | Opened, ...] = (*(system.answered(attempts) or ()), *(system.answered(openings) or ()))
    for tried in tries:
        if tried.trouble or tried.side.url.startswith(_NOWHERE):
            continue
        tls = by_tls.get(tried.side)
        shown = f"{tls.version}, certificate {tls.certificate}" if tls and tls.certificate else ""
        parts = (f"answers in {tried.seconds * 1000:.0f} ms", _product(system, tried.side), shown)
        yield f"{tried.side}: {'; '.join(part for part in parts if part)}"


def _product(system: System, side: Side) -> str:
    """What it is, "" where it has not told."""
    if side.thing.kind == "broker" and (rabbit := system.answered(rabbitmq)):
        return f"{rabbit.product} {rabbit.version}, virtual host {rabbit.virtual_host}"
    for server in system.answered(redis_servers) or ():
        mine = server.broker if side.thing.kind == "broker" else server.results
        if mine and "redis_version" in server.said:
            return f"Redis {server.said['redis_version']}"
    return _database(system) if side.thing.kind == "results" else ""


def _database(system: System) -> str:
    tables = system.answered(result_tables)
    if tables is None:
        return ""
    # SQLAlchemy asks for it with the first connection.
    spoken = tables.engine.dialect
    name = "mariadb" if getattr(spoken, "is_mariadb", False) else spoken.name
    version = ".".join(str(part) for part in spoken.server_version_info or ())
    return f"{_TITLES.get(name, name)} {version}".strip()
