from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.bindings import matches
from celerykit.rules.queues import Declared, declared, default_exchange
from celerykit.rules.words import named


class TopicDefaultExchangeDuplicates(Rule):
    """A task that is sent to one queue arrives in several, and runs once for each.

    *Why*: a topic exchange gives a message to every queue whose routing key matches, and a fanout exchange to all.
    Queues without a `routing_key` all get the same one, `task_default_routing_key`: sending a task to one of them
    sends it to each (celery/app/amqp.py, Queues).

    *Instead*: give every queue a routing key of its own, or leave the exchange direct.
    What was bound on the broker stays bound: delete the old bindings too.
    """

    code = "CK516"
    name = "topic-default-exchange-duplicates"
    severity = "error"
    message = "a task sent to {first} is put into {second} too, {reason}: it runs once for each"
    fix = "{cure}"
    symptoms = (
        "one call of a task runs it twice, once for each queue",
        "tasks arrive in every queue",
    )
    bad = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_default_queue = "a"
task_default_exchange_type = "topic"
task_queues = [Queue("a"), Queue("b")]
"""
    good = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_default_queue = "a"
task_default_exchange_type = "topic"
task_queues = [Queue("a", routing_key="a"), Queue("b", routing_key="b")]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told: set[frozenset[str]] = set()
        # An exchange of type fanout that somebody gave to queues of his own is meant to give each a copy.
        own = default_exchange(project)
        for first, second in permutations(declared(project).declared, 2):
            pair = frozenset({first.name or "", second.name or ""})
            if len(pair) < 2 or "" in pair or pair in told or first.exchange != second.exchange:
                continue
            exchange = first.exchange
            if exchange is None or exchange.name is None or first.broadcast or second.broadcast:
                continue
            fanout = exchange.type == "fanout" and exchange == own
            if fanout or (exchange.type == "topic" and matches(first.key, second.key)):
                told.add(pair)
                yield self._told(project, first, second, exchange.name, fanout=fanout)

    def _told(self, project: Project, first: Declared, second: Declared, exchange: str, *, fanout: bool) -> Finding:
        kind = project.config["task_default_exchange_type"]
        same = f"both are bound to the topic exchange {exchange} by {first.key}"
        wider = f"{second.key} matches {first.key} on the topic exchange {exchange}"
        reason = (
            f"as {exchange} is a fanout exchange" if fanout else "as " + (same if first.key == second.key else wider)
        )
        direct = f'{named(project, "task_default_exchange_type")} = "direct"'
        keys = f'Queue("{first.name}", routing_key="{first.name}"), Queue("{second.name}", routing_key="{second.name}")'
        return self.finding(
            second.value,
            subject=project.config.subject,
            said=f"gets the tasks of {first.name} too",
            related=[*label(first.value, "sent here"), *(label(kind, "gives copies to all") if kind.known else ())],
            severity="error" if fanout or first.key == second.key else "warning",
            first=first.name,
            second=second.name,
            reason=reason,
            cure=direct if fanout else keys,
        )
