from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from celerykit.catalogue import SETTINGS, VARIABLES
from celerykit.findings import Finding, Severity
from celerykit.project import Entry, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.urls import reach, urls
from celerykit.values.secrets import is_secret_name

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# RabbitMQ's own account, the same everywhere; it lets nobody in from another machine.
_PUBLIC = ("guest", "guest")


class HardcodedCredentials(Rule):
    """A password stands in the source.

    *Why*: everybody who can read the repository, a build log or the image has it, and it cannot be changed without a
    release.

    *Instead*: read the URL from the environment, or the password from a file.
    A password for `localhost`, and RabbitMQ's public `guest`, are only noted.
    """

    code = "CK703"
    name = "hardcoded-credentials"
    severity = "warning"
    message = "{what} stands in the source{default}: everybody who reads the repository has it"
    fix = "{cure}"
    bad = """\
broker_url = "amqp://shop:t0ps3cret@mq.example.net//"
"""
    good = """\
import os

broker_url = os.environ["CELERY_BROKER_URL"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests:
            return
        for entry in project.config.in_force():
            setting = SETTINGS.get(entry.setting or "")
            if entry.setting in VARIABLES.values():
                yield from self._in_url(project, entry)
            elif setting and setting.secret and _is_written(entry.value):
                yield self._told(project, entry, entry.value, f"the value of {entry.name}")
            else:
                yield from self._in_options(project, entry, entry.value)

    def _in_url(self, project: Project, entry: Entry) -> Iterator[Finding]:
        for value in entry.value.items or (entry.value,):
            kinds = {_kind(url, value) for url in urls(value)} if _is_written(value) else set()
            if kinds - {""}:
                severity: Severity = "warning" if "secret" in kinds else "info"
                yield self._told(project, entry, value, f"the password of {entry.name}", severity=severity)

    def _in_options(self, project: Project, entry: Entry, value: Value) -> Iterator[Finding]:
        for key, inner in value.keys.items():
            if isinstance(key, str) and is_secret_name(key) and _is_written(inner):
                yield self._told(project, entry, inner, f"the {key} in {entry.name}", key)
            else:
                yield from self._in_options(project, entry, inner)

    def _told(
        self, project: Project, entry: Entry, value: Value, what: str, key: str = "", severity: Severity | None = None
    ) -> Finding:
        target = f'{entry.name}["{key}"]' if key else entry.name
        variable = value.variable or "_".join(part for part in ("CELERY", entry.setting, key) if part).upper()
        return self.finding(
            value,
            subject=project.config.subject,
            said="the secret stands here",
            severity=severity,
            what=what,
            default=f", as the default of {value.variable}" if value.variable else "",
            cure=f'{target} = os.environ["{variable}"]',
        )


def _is_written(value: Value) -> bool:
    return value.known and value.literal and isinstance(value.value, str) and value.value != ""


def _kind(url: str, value: Value) -> str:
    """What sort of password a URL holds: "" for none, "public" for one that everybody knows or that opens nothing.

    A default for a variable, of a host in a private network, is what a developer's own servers have.
    """
    try:
        parts = urlsplit("http://" + url.partition("://")[2])
        name, password, host = parts.username, parts.password, parts.hostname
    except ValueError:
        return ""
    if not password:
        return ""
    own = bool(value.variable) and reach(host or "") == "near"
    return "public" if (name, password) == _PUBLIC or host in _HERE or own else "secret"
