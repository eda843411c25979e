from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import URLS, Address, address, each
from celerykit.rules.words import unless

# A text that is still to be filled in: its value is not known after all.
_TEMPLATE = frozenset("{}$%<>")


class RedisDbNotInteger(Rule):
    """The URL of a Redis ends in something that is not the number of a database.

    *Why*: the path of a Redis URL is the number of a database, from 0 to 15 unless the server has more.
    A name there, as other databases have, raises `ValueError` when a task is sent, or a result is asked for.

    *Instead*: end it in a number, and keep programs apart by `global_keyprefix` where names are wanted.
    """

    code = "CK208"
    name = "redis-db-not-integer"
    severity = "error"
    message = 'the database in {name} is "{database}", and Redis has numbers only: {consequence}{unless}'
    fix = "{cure}"
    symptoms = ("ValueError: Database is int between 0 and limit - 1, not cache",)
    bad = """\
broker_url = "redis://localhost:6379/shop"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *URLS):
            found = address(url)
            results = setting == "result_backend"
            database = _not_a_number(found, results=results) if found else ""
            if not database:
                continue
            raised = f"invalid literal for int(): {database}" if results else "Database is int between 0 and limit - 1"
            yield self.finding(
                value,
                subject=project.config.subject,
                said="this is no number",
                name=setting,
                database=database,
                consequence=f"{'app.backend' if results else 'connecting'} raises ValueError ({raised})",
                unless=unless(value),
                cure=f"let the URL in {setting} end in /{database.strip('/')}"
                if database.strip("/").isdigit()
                else f"let the URL in {setting} end in a number: /0",
            )


def _not_a_number(found: Address, *, results: bool) -> str:
    """The path where it is no number; "" where it is, or may be.

    The transport takes away one "/" before it and none behind (kombu/transport/redis.py, _prepare_virtual_host), the
    result backend both (celery/backends/redis.py, _params_from_url).
    """
    if found.scheme not in REDIS or (results and found.scheme == "sentinel") or _TEMPLATE & set(found.path):
        return ""
    path = unquote(found.path.removeprefix("/"))
    path = path.strip("/") if results else path.removeprefix("/")
    try:
        int(path or "0")
    except ValueError:
        return path
    return ""
