from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.priorities import LEAST_URGENT, Urgency, says_so, says_the_opposite, urgencies
from celerykit.rules.words import unless

# Who sets one of these has read how Redis does it (the chapter on routing in Celery's manual).
_TOLD = ("priority_steps", "queue_order_strategy")


class PriorityRedisInverted(Rule):
    """Priorities are given as on RabbitMQ, but Redis reads them the other way round.

    *Why*: on Redis 0 is the most urgent and 9 the least, and a task without a priority has 0: whatever somebody gives a
    priority waits behind the tasks that have none (kombu/transport/redis.py reads the lists in the order of
    `priority_steps`).
    RabbitMQ does the opposite: the higher number comes first.

    *Instead*: give the urgent tasks the lower numbers, and the others one by `task_default_priority`.
    Workers must not hold tasks back beforehand: `worker_prefetch_multiplier = 1`.
    """

    code = "CK518"
    name = "priority-redis-inverted"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = "{fact}{unless}"
    fix = "{cure}"
    symptoms = (
        "tasks with priority 9 run last on Redis",
        "a task with a priority waits behind those that have none",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = {
    "proj.tasks.pay": {"queue": "work", "priority": 9},
    "proj.tasks.advertise": {"queue": "work", "priority": 1},
}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_default_priority = 5
broker_transport_options = {"priority_steps": list(range(10))}
task_routes = {
    "proj.tasks.pay": {"queue": "work", "priority": 0},
    "proj.tasks.advertise": {"queue": "work", "priority": 9},
}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        given = list(urgencies(project))
        options = project.config["broker_transport_options"]
        told = any(key(options, name) for name in _TOLD) or options.open or (options.unknown and not options.keys)
        inverted = [each for each in given if says_the_opposite(each)]
        if inverted:
            yield self._told(project, inverted, _FACT.format(inverted[0].who, inverted[0].number))
        elif not told and not any(says_so(each) for each in given):
            yield from self._of_numbers(project, sorted(given, key=lambda each: each.number))

    def _of_numbers(self, project: Project, given: Sequence[Urgency]) -> Iterator[Finding]:
        if not given or given[-1].number <= 0:
            return
        first, last = given[0], given[-1]
        if last.number > LEAST_URGENT:
            fact = f"on Redis {last.number} is cut to {LEAST_URGENT}, which is the least urgent: {last.who} comes last"
            yield self._told(project, [last], fact)
        elif first.number == last.number:
            fact = f"{_FACT.format(last.who, last.number)}, and tasks without a priority come before it"
            yield self._told(project, [last], fact, certain=False)
        else:
            fact = f"{_FACT.format(last.who, last.number)}, behind {first.who} with {first.number}"
            yield self._told(project, [last, first], fact)

    def _told(self, project: Project, given: Sequence[Urgency], fact: str, *, certain: bool = True) -> Finding:
        first = given[0]
        return self.finding(
            first.value,
            subject=project.config.subject,
            said="comes last",
            related=[piece for each in given[1:] for piece in label(each.value, "comes before it")],
            severity=None if certain else "info",
            fact=fact,
            cure=f"priority={max(0, LEAST_URGENT - first.number)}, if {first.who} is urgent; 0 comes first on Redis",
            unless=unless(project.config["broker_url"], first.value),
        )


_FACT = "on Redis 0 is the most urgent priority and 9 the least: {0} with {1} waits"
