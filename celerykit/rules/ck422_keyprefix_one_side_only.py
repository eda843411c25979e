from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, State, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.urls import redis_database, urls
from celerykit.rules.words import unless

_DATABASE, _SERVER = "the same Redis database", "another database of the same Redis"
_SIDES = ("broker_transport_options", "result_backend_transport_options")


class KeyprefixOneSideOnly(Rule):
    """Tasks have a key prefix in a Redis database, and results have none, or the other way round.

    *Why*: `global_keyprefix` stands in two dictionaries, one for tasks and one for results, and neither looks at the
    other.
    A prefix keeps programs apart that share a database; what has none is mixed with that of others, and is refused
    by a Redis whose user may touch only keys with the prefix.
    The prefix of results gets a "_" behind it, unless it ends in one of ":_-." (celery/backends/base.py).

    *Instead*: give the prefix to both.
    """

    code = "CK422"
    name = "keyprefix-one-side-only"
    severity = "warning"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = (
        "keys of {here} have the prefix {prefix!r}, but those of {there} in {where} have none: "
        "they mix with those of others{unless}"
    )
    fix = '{setting} = {{"global_keyprefix": "{prefix}"}}'
    symptoms = ("keys without our prefix turn up in a shared Redis", "NOPERM this user has no permissions to access")
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/0"
broker_transport_options = {"global_keyprefix": "shop:"}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/0"
broker_transport_options = {"global_keyprefix": "shop:"}
result_backend_transport_options = {"global_keyprefix": "shop-results:"}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        where = _shared(project.config["broker_url"], project.config["result_backend"])
        if not where:
            return
        prefixes = [_prefix(project.config[side]) for side in _SIDES]
        for mine, (here, there) in enumerate((("tasks", "results"), ("results", "tasks"))):
            prefix, other = prefixes[mine], prefixes[1 - mine]
            if not (prefix.known and prefix.value) or other.unknown or other.value:
                continue
            yield self.finding(
                prefix,
                subject=project.config.subject,
                said=f"before the keys of {here}",
                related=label(project.config[_SIDES[1 - mine]], f"says nothing for {there}"),
                severity="info" if where == _SERVER else None,
                where=where,
                prefix=prefix.value,
                here=here,
                there=there,
                setting=_SIDES[1 - mine],
                unless=unless(prefix),
            )


def _shared(broker: Value, backend: Value) -> str:
    """What tasks and results are known to share: a database, or a server at least."""
    if broker.variable and broker.variable == backend.variable:
        return _DATABASE
    if not (broker.known and backend.known):
        return ""
    found = [[place for url in urls(value) if (place := redis_database(url))] for value in (broker, backend)]
    if set(found[0]) & set(found[1]):
        return _DATABASE
    return _SERVER if {place[:2] for place in found[0]} & {place[:2] for place in found[1]} else ""


def _prefix(options: Value) -> Value:
    found = key(options, "global_keyprefix")
    if found is None and (options.open or (options.unknown and not options.keys)):
        return Value(State.UNKNOWN)
    return found or Value(State.DEFAULT)
