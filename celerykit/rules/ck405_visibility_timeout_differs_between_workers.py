from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import transport_option
from celerykit.rules.urls import redis_database, urls
from celerykit.rules.visibility import visibility_timeout
from celerykit.rules.words import number, unless


class VisibilityTimeoutDiffersBetweenWorkers(Rule):
    """Two configurations that use one Redis database wait for acknowledgements for different times.

    *Why*: every worker looks after the unacknowledged messages of all workers, by its own visibility timeout
    (kombu/transport/redis.py, restore_visible).
    The one with the shorter timeout gives back what the others still work on, and those tasks run twice.

    *Instead*: give all that share a database the same timeout, or a database each.
    This is judged where several configurations are named: `celerykit validate worker.py reports.py`.
    """

    code = "CK405"
    name = "visibility-timeout-differs-between-workers"
    severity = "error"
    brokers = ("redis", "sentinel")
    message = (
        "{one} and {other} share a Redis database, but {one} gives back after {short} s what is not acknowledged, "
        "also the tasks that {other} may hold for {long} s{unless}"
    )
    fix = "set the same visibility_timeout in both, or give each a database of its own"
    symptoms = ("a task runs twice, though the visibility timeout of its workers is long enough",)
    bad = """\
# file: mail.py
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visibility_timeout": 300}
# file: reports.py
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visibility_timeout": 7200}
"""
    good = bad.replace("300", "7200")

    def check(self, project: Project) -> Iterator[Finding]:
        return iter(())

    def compare(self, projects: Sequence[Project]) -> Iterator[Finding]:
        seen: list[tuple[Value, Value]] = []
        for pair in combinations(projects, 2):
            told = [(project, visibility_timeout(project)) for project in pair]
            ordered = sorted(
                ((away, timeout, project) for project, found in told if found for _, timeout, away in [found]),
                key=lambda one: one[0],
            )
            if len(ordered) < 2 or ordered[0][0] == ordered[1][0] or not _together(*pair):
                continue
            (short, timeout, one), (long, longer, other) = ordered
            if (timeout, longer) in seen:  # two apps with one config
                continue
            seen.append((timeout, longer))
            yield self.finding(
                timeout if timeout.known else longer,
                subject=one.config.subject,
                said="given back after so long" if timeout.known else "may be held for so long",
                related=label(longer, "may be held for so long") if timeout.known else (),
                one=_name(one),
                other=_name(other),
                short=number(short),
                long=number(long),
                unless=unless(timeout, longer, one.config["broker_url"], other.config["broker_url"]),
            )


def _name(project: Project) -> str:
    return project.app or project.config.subject


def _together(one: Project, other: Project) -> bool:
    """Whether two projects are known to keep their unacknowledged messages under the same keys of one database."""
    databases = [
        {redis_database(url) for url in urls(value)} - {None}
        for value in (one.config["broker_url"], other.config["broker_url"])
        if value.known
    ]
    if len(databases) < 2 or not databases[0] & databases[1]:
        return False
    keys = ("global_keyprefix", "unacked_key", "unacked_index_key")
    pairs = [[transport_option(project, name, "") for project in (one, other)] for name in keys]
    return all(a.decided and b.decided and a.value == b.value for a, b in pairs)
