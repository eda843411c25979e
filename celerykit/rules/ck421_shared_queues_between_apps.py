from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.consumers import consumed
from celerykit.rules.options import transport_option
from celerykit.rules.queues import in_use
from celerykit.rules.stage_names import stage
from celerykit.rules.urls import address, redis_database, urls
from celerykit.rules.words import assignment, unless


class SharedQueuesBetweenApps(Rule):
    """Two programs, or two stages of one, read the same queue of the same broker.

    *Why*: each worker takes what comes, whoever sent it.
    A task that it does not know it throws away ("Received unregistered task of type …"): of 200 tasks of two apps on
    one Redis database 132 were lost so.
    A task that it knows it runs: staging sends the mail of production, with staging's settings.

    *Instead*: give each a queue name of its own (`task_default_queue`), a database or a virtual host of its own, or
    on Redis a `global_keyprefix`, on SQS a `queue_name_prefix`.
    This is judged where several configurations are named: `celerykit validate prod.py staging.py`.
    """

    code = "CK421"
    name = "shared-queues-between-apps"
    severity = "error"
    message = (
        "{one} and {other} both read queue {queue!r} of {broker}: each takes tasks of the other, {consequence}{unless}"
    )
    fix = "{line} in {one}, or a database or virtual host of its own"
    symptoms = (
        "Received unregistered task of type 'other.tasks.add'. The message has been ignored and discarded.",
        "staging runs tasks of production",
        "half of the tasks vanish",
    )
    bad = """\
# file: prod.py
broker_url = "redis://shared:6379/0"
# file: staging.py
broker_url = "redis://shared:6379/0"
"""
    good = """\
# file: prod.py
broker_url = "redis://shared:6379/0"
# file: staging.py
broker_url = "redis://shared:6379/1"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        """Nothing: it takes two."""
        return iter(())

    def compare(self, projects: Sequence[Project]) -> Iterator[Finding]:
        for one, other in combinations(projects, 2):
            queues = _read(one) & _read(other)
            difference = _difference(one, other)
            if queues and difference and _same_broker(one, other):
                yield self._told(one, other, min(queues), difference)

    def _told(self, one: Project, other: Project, queue: str, consequence: str) -> Finding:
        first, second = one.config["broker_url"], other.config["broker_url"]
        found = address(urls(first)[0])
        return self.finding(
            first,
            subject=one.app or one.config.subject,
            said="one reads it here",
            related=label(second, "and the other here"),
            one=one.app or one.config.subject,
            other=other.app or other.config.subject,
            queue=queue,
            broker=f"the broker at {found.host or 'localhost'}" if found and found.scheme != "sqs" else "one broker",
            consequence=consequence,
            unless=unless(first, second),
            line=assignment(one, "task_default_queue", f'"{_own_name(one)}"'),
        )


def _read(project: Project) -> frozenset[str]:
    """The queues that its workers are known to read, or would where nobody says otherwise."""
    if project.deployment.workers:
        return consumed(project) or frozenset()
    found = in_use(project)
    return frozenset(queue.name for queue in found.declared if queue.name and not queue.broadcast)


def _difference(one: Project, other: Project) -> str:
    """What becomes of the tasks of two different programs; "" where they may be sender and worker of one."""
    stages = [stage(project) for project in (one, other)]
    if all(stages) and stages[0] != stages[1]:
        return "and runs them in the wrong place"
    names = [{task.name for task in project.tasks} for project in (one, other)]
    if one.app and other.app and one.app != other.app and all(names) and not names[0] & names[1] - {None}:
        return "and throws away those that it does not know"
    return ""


def _same_broker(one: Project, other: Project) -> bool:
    """Whether both are known to lead to the same queues: the same URL but for its password, the same prefixes."""
    found = [project.config["broker_url"] for project in (one, other)]
    if not all(value.known for value in found):
        return False
    places = [{_place(url) for url in urls(value)} - {None} for value in found]
    if not places[0] & places[1]:
        return False
    pairs = [
        [transport_option(project, name, "") for project in (one, other)]
        for name in ("global_keyprefix", "queue_name_prefix", "data_folder_in")
    ]
    return all(a.decided and b.decided and a.value == b.value for a, b in pairs)


def _place(url: str) -> object:
    """Where the queues of a URL are: a Redis database, a virtual host of RabbitMQ; None for what is one process's."""
    if database := redis_database(url):
        return database
    found = address(url)
    if found is None or found.scheme == "memory":
        return None
    return found.scheme, found.host, found.port, found.path.strip("/"), found.user if found.scheme == "sqs" else ""


def _own_name(project: Project) -> str:
    """A name for its queue: that of its app, or of its file."""
    name = project.app.partition(":")[0] or project.config.subject.rpartition("/")[2].partition(".")[0]
    return re.sub(r"\W+", "_", name) or "own"
