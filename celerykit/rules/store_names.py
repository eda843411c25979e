"""What people write where Celery expects the name of a result backend, and what they mean by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from celerykit.rules.stores import STORES, written_kind
from celerykit.values.suggestions import closest

__all__ = ["CACHES", "Misnomer", "misnomer"]

# SQLAlchemy's dialects: its URL follows "db+".
_DIALECTS = frozenset({"cockroachdb", "mariadb", "mssql", "mysql", "oracle", "postgres", "postgresql", "sqlite"})
_DRIVERS = {"psycopg": "postgresql+psycopg", "psycopg2": "postgresql+psycopg2", "pymysql": "mysql+pymysql"}
# celery/backends/cache.py, backends.
CACHES = frozenset({"memcache", "memcached", "memory", "pylibmc", "pymemcache"})
_RABBITMQ = frozenset({"amqp", "amqps", "pyamqp", "rabbitmq"})
_OFF = frozenset({"false", "nil", "no", "none", "null"})
_OTHERWISE = {
    "django": "django-db",
    "django-orm": "django-db",
    "django_cache": "django-cache",
    "django_db": "django-db",
    "djcelery": "django-db",
    "dynamo": "dynamodb://",
    "elastic": "elasticsearch://",
    "filesystem": "file://",
    "gcs": "gs://",
    "mongo": "mongodb://",
    "redis-sentinel": "sentinel://",
    "redis-socket": "redis+socket://",
    "redis-ssl": "rediss://",
    "socket": "redis+socket://",
    "unix": "redis+socket://",
    "valkey": "redis://",
    "valkeys": "rediss://",
} | {cache: f"cache+{cache}://" for cache in CACHES}
_GONE = {"djcelery": "any more: it is for Celery 3", "riak": "any more: its module is gone"}
_NONE = "there is no result backend called {0}"
_NO_SCHEME = "result_backend does not begin with a scheme and ://"
_SIGNS = re.compile(r"[:/.@]")
# "localhost:6379/0", "cache.internal:6379"
_ADDRESS = re.compile(r"[\w.\-]+:(?P<port>\d+)(/\d*)?")


@dataclass(frozen=True, slots=True)
class Misnomer:
    """fact: what is wrong, in words, without secrets. error: what is raised.

    meant: the start of what was meant, "" where that is not known. certain: no package can bring such a backend.
    """

    fact: str
    meant: str = ""
    error: str = "ModuleNotFoundError"
    certain: bool = True


def misnomer(text: str) -> Misnomer | None:
    """What is wrong with the name of a result backend; None for one that Celery knows, or may import."""
    return _of_url(text) if "://" in text else _of_word(text)


def _of_url(text: str) -> Misnomer | None:
    scheme, kind = text.partition("://")[0], written_kind(text)
    if kind == "cache":
        _, _, cache = scheme.partition("+")
        better = "redis://" if cache.startswith("redis") else "cache+memcached://"
        return None if cache in CACHES else Misnomer(_NONE.format(scheme), better, "ImproperlyConfigured")
    if kind in STORES or "." in kind:
        return None
    if kind in _DIALECTS:
        return Misnomer(
            _NONE.format(scheme), f"db+{'postgresql' + scheme[len(kind) :] if kind == 'postgres' else scheme}://"
        )
    if kind in _DRIVERS:
        return Misnomer(_NONE.format(scheme), f"db+{_DRIVERS[kind]}://")
    if kind in {"sqla", "sqlalchemy"}:
        return Misnomer(_NONE.format(scheme), f"db+{scheme.partition('+')[2]}://")
    return _named(kind)


def _of_word(text: str) -> Misnomer | None:
    address = _ADDRESS.fullmatch(text)
    if address:
        return Misnomer(_NO_SCHEME, f"redis://{text}" if address["port"] == "6379" else "")
    first = _SIGNS.split(text, maxsplit=1)[0]
    # What follows is no name of a class: "sentinel::s1:26379", "redis:cache-1".
    cut = first in STORES and text[len(first) :].startswith(":") and not text[len(first) + 1 :].isidentifier()
    if "@" in text or "/" in text or cut:
        meant = f"{first}://" if first in STORES else "file://" if text.startswith("/") else ""
        error = "AttributeError" if first in STORES and text.count(":") == 1 else "ModuleNotFoundError"
        return Misnomer(_NO_SCHEME, meant, error)
    if first == "djcelery":
        return _named(first)
    # A dot or a colon: the import path of somebody's own class.
    return None if text in STORES or _SIGNS.search(text) else _named(text)


def _named(kind: str) -> Misnomer:
    low = kind.strip().lower()
    fact = _NONE.format(kind)
    if low in _OFF:
        return Misnomer(f"{fact}: that is a text, not None", "None")
    if low in _RABBITMQ:
        error = "ImproperlyConfigured (Unknown result backend)" if low == "amqp" else "ModuleNotFoundError"
        return Misnomer(f"{fact}, since Celery 5.0", "rpc://", error)
    if low in _GONE:
        return Misnomer(f"{fact} {_GONE[low]}", _OTHERWISE.get(low, ""))
    meant = _OTHERWISE.get(low) or closest(low.partition("_")[0], STORES) or ""
    if meant in STORES and meant not in {"django-db", "django-cache"}:
        meant += "://"
    return Misnomer(fact, meant, certain=bool(meant))
