from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Entry, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.urls import Address, address
from celerykit.rules.words import unless
from celerykit.values.secrets import shown

_PARTS = ("redis_host", "redis_port", "redis_db", "redis_username")


class RedisBackendSettingsIgnored(Rule):
    """A part of the address of the results is set, and the URL says another.

    *Why*: `redis_host`, `redis_port` and the like fill in what the URL of `result_backend` leaves out.
    What stands in the URL counts; the number of the database counts there always, and is 0 where none is written.

    *Instead*: say all of it in the URL: `redis://cache:6379/1`.
    """

    code = "CK326"
    name = "redis-backend-settings-ignored"
    severity = "warning"
    backends = ("redis",)
    message = "{name} = {value} has no effect: the URL in result_backend says {other}{unless}"
    fix = "say it in the URL, and take {name} out"
    symptoms = ("results are on localhost, though redis_host names another", "results are in database 0")
    bad = """\
broker_url = "amqp://localhost"
result_backend = "redis://localhost:6379"
redis_db = 3
"""
    good = """\
broker_url = "amqp://localhost"
result_backend = "redis://localhost:6379/3"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        kept = backend(project)
        url = kept.value if kept.known and isinstance(kept.value, str) else ""
        parts = address(url) if kind_of(kept) in {"redis", "rediss"} else None
        if not parts or parts.scheme.endswith("socket") or not kept.literal:
            return
        for setting in _PARTS:
            entry = project.config.entry(setting)
            said = _said(parts, setting)
            if entry and said is not None and _is_other(entry.value, said):
                yield self._told(project, entry, kept, said)

    def _told(self, project: Project, entry: Entry, kept: Value, said: str) -> Finding:
        return self.finding(
            entry.value,
            subject=project.config.subject,
            said="has no effect",
            related=label(kept, "this counts"),
            name=entry.name,
            value=shown(entry.value.value),
            other=said,
            unless=unless(kept, entry.value),
        )


def _said(parts: Address, setting: str) -> str | None:
    """What the URL says of it; None where it leaves that to the setting."""
    if setting == "redis_db":
        return parts.path.strip("/") or "0"
    if setting == "redis_port":
        return None if parts.port is None else str(parts.port)
    return (parts.host if setting == "redis_host" else parts.user) or None


def _is_other(value: Value, said: str) -> bool:
    return value.known and value.value is not None and str(value.value).lower() not in {"", said.lower()}
