from __future__ import annotations

from collections.abc import Collection, Iterator

from celerykit.backends import by_name
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import STORES, backend, kind_of
from celerykit.rules.urls import broker
from celerykit.rules.words import named
from celerykit.values.suggestions import closest

# Stores of keys, which read a prefix (celery/backends/base.py, BaseKeyValueStoreBackend).
_KEYED = frozenset({
    "arangodb", "azureblockblob", "cache", "consul", "cosmosdbsql", "couchbase", "couchdb", "django-cache", "dynamodb",
    "elasticsearch", "file", "gs", "s3",
})  # fmt: skip
_PREFIX = frozenset({"global_keyprefix"})
_REDIS = frozenset({"redis", "rediss", "sentinel"})
# Celery's own manual says to repeat it here, where nobody reads it.
_BY_THE_MANUAL = "visibility_timeout"
# Settings for what people put here.
_SETTINGS = {
    "health_check_interval": "redis_backend_health_check_interval",
    "max_connections": "redis_max_connections",
    "password": "redis_password",
    "retry_on_timeout": "redis_retry_on_timeout",
    "socket_connect_timeout": "redis_socket_connect_timeout",
    "socket_keepalive": "redis_socket_keepalive",
    "socket_timeout": "redis_socket_timeout",
    "ssl": "redis_backend_use_ssl",
    "username": "redis_username",
}
_MEANT = {"key_prefix": "global_keyprefix", "keyprefix": "global_keyprefix", "service_name": "master_name"}


class ResultBackendOptionsUnknown(Rule):
    """An option of the result backend that it does not read.

    *Why*: `result_backend_transport_options` takes any key, and each backend reads a few: Redis `global_keyprefix`,
    `retry_policy`, `result_chord_ordered` and `additional_connection_errors`, Sentinel `master_name` and how sentinels
    are reached.
    Files, S3 and the like read the prefix, databases nothing.
    What is not read has no effect, and nobody says so.

    *Instead*: correct the name, or use the setting: `redis_socket_timeout`.
    """

    code = "CK318"
    name = "result-backend-options-unknown"
    severity = "warning"
    message = "{store} reads no {key} from {name}: it has no effect"
    fix = "{cure}"
    symptoms = ("global_keyprefix has no effect", "socket_timeout has no effect on results")
    bad = """\
broker_url = "amqp://localhost"
result_backend = "redis://localhost:6379/1"
result_backend_transport_options = {"global_key_prefix": "proj-"}
"""
    good = bad.replace("global_key_prefix", "global_keyprefix")

    def check(self, project: Project) -> Iterator[Finding]:
        options, kept = project.config["result_backend_transport_options"], backend(project)
        kind, own = kind_of(kept), broker(project)
        if kind not in STORES or kind == "disabled":
            return
        known = _options(kind)
        for name, value in options.keys.items():
            if not isinstance(name, str):
                continue
            elsewhere = own is not None and name in own.options  # the rule about misplaced ones speaks of these
            if name not in known and not elsewhere and name != _BY_THE_MANUAL:
                yield self._told(project, kept, kind, name, value)

    def _told(self, project: Project, kept: Value, kind: str, name: str, value: Value) -> Finding:
        known = _options(kind)
        meant = _MEANT.get(name, "") if _MEANT.get(name) in known else closest(name, known)
        setting = _SETTINGS.get(name) if kind in _REDIS else None
        return self.finding(
            value,
            subject=project.config.subject,
            said="nobody reads it",
            related=label(kept, "kept here"),
            store="Sentinel" if kind == "sentinel" else STORES[kind].title,
            key=name,
            name=named(project, "result_backend_transport_options"),
            cure=f"did you mean {meant}?"
            if meant
            else f"it is a setting of its own: {named(project, setting)}"
            if setting
            else f"take it out; it reads {', '.join(sorted(known)) or 'nothing from there'}",
        )


def _options(kind: str) -> Collection[str]:
    """What a backend reads."""
    found = by_name("sentinel" if kind == "sentinel" else "redis") if kind in _REDIS else None
    return found.options if found else _PREFIX if kind in _KEYED else frozenset()
