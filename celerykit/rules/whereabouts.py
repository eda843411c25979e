"""Whether two URLs lead to one place."""

from __future__ import annotations

from celerykit.project import Project, Value
from celerykit.rules.stores import kind_of
from celerykit.rules.urls import address, redis_database, urls

__all__ = ["apart", "same_host"]

_SAME = {"rediss": "redis", "database": "db"}


def apart(one: Value, other: Value, *, hosts: bool) -> bool:
    """Whether two URLs are known to lead to two places. hosts: whether names of hosts tell them apart.

    One host may have two names: "localhost" for who runs beside it, "redis" in a container.
    """
    if not one.decided or not other.decided or kind_of(one) in {"", "rpc"} or not kind_of(other):
        return False
    if _SAME.get(kind_of(one), kind_of(one)) != _SAME.get(kind_of(other), kind_of(other)):
        return True
    ends = [_end(value, hosts=hosts) for value in (one, other)]
    return None not in ends and ends[0] != ends[1]


def _end(value: Value, *, hosts: bool) -> tuple[str, ...] | None:
    url = next(iter(urls(value)), "")
    redis, found = redis_database(url), address(url)
    if redis:
        return (str(redis[2]), *((redis[0], str(redis[1])) if hosts else ()))
    return (found.path.rstrip("/"), *((found.host,) if hosts else ())) if found else None


def same_host(client: Project, worker: Project) -> bool:
    """Whether both are known to name one broker alike."""
    ends = [address(next(iter(urls(project.config["broker_url"])), "")) for project in (client, worker)]
    return all(ends) and len({end.host for end in ends if end}) == 1
