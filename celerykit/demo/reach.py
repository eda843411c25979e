"""Whether the servers that a configuration names can be reached, before anything is started."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from celerykit.errors import UsageError
from celerykit.live.deadlines import GivenUp, within
from celerykit.live.drivers import install_line
from celerykit.live.troubles import trouble
from celerykit.profile.config import CeleryConfig
from celerykit.values.secrets import hide_in_text

__all__ = ["Unreachable", "check_reachable"]

_REFUSED = "the server refuses the user name, the password or the database"
_CONNECT_SECONDS = 3
_IN_ALL_SECONDS = 6  # looking up a name takes its own time

_CHANNEL_STORES = ("redis", "rediss")
# Not through kombu, which would keep the engine of this connection, without its options, for the whole process.
_SQL = ("sqla+", "sqlalchemy+")


class Unreachable(UsageError):
    """A server that the configuration names is not there, or does not let us in."""


def check_reachable(config: CeleryConfig) -> None:
    """Connect to the broker and to the result store, and close again.

    Raises Unreachable, which names all that is missing, who asked for it, and no secret.
    """
    missing = []
    for setting, url, connect in _servers(config):
        if reason := _reason(connect):
            source = config.source(setting)
            missing.append(f"{setting} {hide_in_text(url)} ({source}): {reason}\n    fix: {_cure(setting, reason)}")
    if missing:
        raise Unreachable("what the profile needs cannot be reached\n" + "\n".join(f"- {one}" for one in missing))


def _servers(config: CeleryConfig) -> Iterator[tuple[str, str, Callable[[], object]]]:
    broker, backend = str(config["broker_url"]), str(config.get("result_backend") or "")
    if broker.startswith(_SQL):
        yield "broker_url", broker, lambda: _connect_with_sqlalchemy(broker.partition("+")[2])
    elif not broker.startswith("filesystem:"):
        yield "broker_url", broker, lambda: _connect_with_kombu(broker, config.get("broker_use_ssl"))
    scheme = backend.partition("://")[0].partition("+")[0]
    if scheme in _CHANNEL_STORES:
        ssl = config.get("redis_backend_use_ssl")
        yield "result_backend", backend, lambda: _connect_with_kombu(backend, ssl)
    elif scheme == "db":
        yield "result_backend", backend, lambda: _connect_with_sqlalchemy(backend.removeprefix("db+"))


def _connect_with_kombu(url: str, ssl: Any) -> None:
    from kombu.connection import Connection

    limits = {"socket_connect_timeout": _CONNECT_SECONDS, "socket_timeout": _CONNECT_SECONDS}
    options = limits if url.startswith(_CHANNEL_STORES) else {}
    connection: Any = Connection(  # type: ignore[no-untyped-call]  # kombu has no types
        url, ssl=ssl, connect_timeout=_CONNECT_SECONDS, transport_options=options
    )
    with connection:
        connection.connect()


def _connect_with_sqlalchemy(url: str) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    create_engine(url, poolclass=NullPool).connect().close()


def _reason(connect: Callable[[], object]) -> str:
    """Why it cannot connect, "" where it can. With a limit, since not every client takes one."""
    try:
        within(_IN_ALL_SECONDS, connect)
    except GivenUp:
        return f"no answer within {_IN_ALL_SECONDS} s"
    except Exception as error:
        return _in_words(error)
    return ""


def _in_words(error: BaseException) -> str:
    """What went wrong, with the cure for a module that is missing."""
    found = trouble(error)
    if found.reason == "driver":
        return f"{found.words} ({install_line(found.module)})"
    return _REFUSED if found.reason in {"login", "place"} else found.words


def _cure(setting: str, reason: str) -> str:
    variable = {"broker_url": "CELERY_BROKER_URL", "result_backend": "CELERY_RESULT_BACKEND"}[setting]
    if reason == _REFUSED:
        return f"check them, and set the whole URL in {variable}"
    return f"start the server, or name another in {variable}; without a server: celerykit demo sqlalchemy-backend"
