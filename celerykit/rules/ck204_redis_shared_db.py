from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.urls import redis_database, urls
from celerykit.rules.words import assignment, named, unless


class RedisSharedDb(Rule):
    """Tasks that wait share one Redis database with results, or with Django's cache.

    *Why*: what is done to results is done to the whole database.
    `redis-cli FLUSHDB`, or `cache.clear()` of a cache that uses it too, deletes every task that waits.
    A limit on memory with an eviction policy, which is right for results, lets Redis throw away queues.
    All works well until the day when somebody tidies up.

    *Instead*: give results a database of their own, by the number at the end of the URL.
    Where a provider has a single database, give tasks and results each a `global_keyprefix`, and never flush it.
    """

    code = "CK204"
    name = "redis-shared-db"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = (
        "tasks and results share {database}: a FLUSHDB or cache.clear() to drop results, or an eviction policy "
        "meant for them, deletes the tasks that wait too{unless}"
    )
    fix = "{cure}"
    symptoms = ("queued tasks are gone after cache.clear()", "queues vanish when Redis reaches maxmemory")
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/0"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        broker, backend = project.config["broker_url"], project.config["result_backend"]
        shared = _shared(broker, backend)
        if not shared or _kept_apart(project) or _may_be_two(project):
            yield from self._of_cache(project, broker)
            return
        yield self.finding(
            backend,
            subject=project.config.subject,
            said="results are kept here",
            related=label(broker, "tasks wait here"),
            database=shared,
            unless=unless(broker, backend) if broker.variable != backend.variable else "",
            cure=_cure(project, backend),
        )

    def _of_cache(self, project: Project, broker: Value) -> Iterator[Finding]:
        """Of Django's cache, whose clear() empties its database, whatever its prefix (django/core/cache/backends)."""
        for cache in _caches(project):
            shared = _shared(broker, cache)
            if shared and not project.tests:
                yield self.finding(
                    cache,
                    subject=project.config.subject,
                    said="the cache is kept here",
                    related=label(broker, "tasks wait here"),
                    severity="info" if cache.variable or cache.unknown else None,
                    message=_CACHE,
                    database=shared,
                    unless=unless(broker, cache) if broker.variable != cache.variable else "",
                    cure="give the cache a database of its own: another number at the end of its URL",
                )
                return


_CACHE = "tasks and Django's cache share {database}: cache.clear() is a FLUSHDB, and deletes tasks that wait{unless}"


def _caches(project: Project) -> Iterator[Value]:
    """Where Django's caches in Redis are."""
    for cache in project.django["CACHES"].keys.values() if project.django else ():
        kind, location = key(cache, "BACKEND"), key(cache, "LOCATION")
        if kind and location and kind.known and "redis" in str(kind.value).lower():
            yield location.items[0] if location.items else location


def _shared(broker: Value, backend: Value) -> str:
    """What database both lead to, in words; "" where they are not known to lead to the same one."""
    if not broker.known or not backend.known:
        return _same_expression(broker, backend)
    found = {redis_database(url) for url in urls(broker)}
    database = _database(backend)
    if database is None or database not in found:
        return ""
    if broker.variable and broker.variable == backend.variable:
        return f"one Redis database, that of {broker.variable}"
    host, port, number = database
    return f"database {number} of the Redis at {host}:{port}" if port else f"database {number} of the Redis at {host}"


def _same_expression(broker: Value, backend: Value) -> str:
    """Two values that only running tells are the same where both read the same thing, and it is called Redis."""
    if not broker.unknown or not backend.unknown:
        return ""
    same = {broker.variable or broker.text} & {backend.variable or backend.text}
    name = same.pop() if same else ""
    return f"one Redis database, that of {name}" if "redis" in name.lower() else ""


def _kept_apart(project: Project) -> bool:
    """Whether each has a key prefix of its own: somebody who has one database only, and knows."""
    prefixes = [
        key(project.config[name], "global_keyprefix")
        for name in ("broker_transport_options", "result_backend_transport_options")
    ]
    if any(prefix is None for prefix in prefixes):
        return False
    return len({prefix.value for prefix in prefixes if prefix and prefix.value}) == len(prefixes)


def _may_be_two(project: Project) -> bool:
    """Whether sentinels may name one master for tasks and another for results."""
    if not any(url.startswith("sentinel://") for url in urls(project.config["result_backend"])):
        return False
    masters = [
        key(project.config[name], "master_name")
        for name in ("broker_transport_options", "result_backend_transport_options")
    ]
    names = {master.value if master is not None and master.known else None for master in masters}
    return len(names) > 1 or None in names


def _database(backend: Value) -> tuple[str, int, int] | None:
    """The database of the results: of several sentinels, Celery takes it from the first."""
    return next((redis_database(url) for url in urls(backend)), None)


def _cure(project: Project, backend: Value) -> str:
    """A line to paste where the URL is written out and holds no secret, else what to change in it."""
    database = _database(backend) if backend.known else None
    ending = f"/{database[2] + 1}" if database else "another number"
    if database and database[1] and backend.literal and not backend.variable and not {"@", ";"} & set(backend.value):
        scheme, _, rest = backend.value.partition("://")
        host = rest.partition("/")[0] or "localhost:6379"
        return assignment(project, "result_backend", f'"{scheme}://{host}{ending}"')
    return f"give results a database of their own: let the URL in {named(project, 'result_backend')} end in {ending}"
