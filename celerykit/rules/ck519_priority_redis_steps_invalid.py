from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, State, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import key

# kombu/transport/virtual/base.py, Channel.max_priority; kombu/utils/scheduling.py, CYCLE_ALIASES.
_PRIORITIES = range(10)
_ORDERS = ("round_robin", "sorted", "priority")


class PriorityRedisStepsInvalid(Rule):
    """`priority_steps` does not do on Redis what its author means.

    *Why*: kombu finds the step of a message by bisection (kombu/transport/redis.py, Channel.priority).
    In a list that does not ascend, all priorities fall into few steps.
    In one that does not begin with 0, tasks without a priority go to its last step, and come last.
    An empty list raises `IndexError` when a task is sent.
    Messages have priorities from 0 to 9: a step above 9 stays empty.

    *Instead*: ascending numbers from 0, the same for clients and workers: `list(range(10))`.
    """

    code = "CK519"
    name = "priority-redis-steps-invalid"
    severity = "error"
    brokers = ("redis", "sentinel")
    message = "{option} {problem}"
    fix = "{cure}"
    symptoms = (
        "IndexError: list index out of range, when a task is sent",
        "tasks without a priority run last on Redis",
        "ModuleNotFoundError: No module named 'prio', when the worker starts",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"priority_steps": [9, 6, 3, 0]}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"priority_steps": [0, 3, 6, 9]}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        options = project.config["broker_transport_options"]
        steps, order = key(options, "priority_steps"), key(options, "queue_order_strategy")
        found = _problem(steps) if steps else None
        if steps and found:
            yield self._told(project, steps, "priority_steps", *found, '"priority_steps": list(range(10))')
        if order and order.known and isinstance(order.value, str) and order.value not in _ORDERS and _is_word(order):
            problem = f"is {order.value}, which kombu imports as a module: the worker ends with ModuleNotFoundError"
            cure = f'"queue_order_strategy": "{_ORDERS[-1]}", or {_ORDERS[0]}, or {_ORDERS[1]}'
            yield self._told(project, order, "queue_order_strategy", problem, "error", cure)

    def _told(
        self, project: Project, value: Value, option: str, problem: str, severity: Severity, cure: str
    ) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="what kombu bisects" if option == "priority_steps" else "no strategy",
            severity=severity,
            option=option,
            problem=problem,
            cure=cure,
        )


def _is_word(value: Value) -> bool:
    """Whether it cannot be the path of a class of the program's own."""
    return value.state is State.KNOWN and not {".", ":"} & set(value.value)


def _problem(steps: Value) -> tuple[str, Severity] | None:
    found = steps.value
    if not steps.known or not isinstance(found, (list, tuple)):
        return None
    if not found:
        return "is empty: sending a task raises IndexError", "error"
    if any(isinstance(step, bool) or not isinstance(step, (int, float)) for step in found):
        return None
    if list(found) != sorted(found):
        used = sorted({found[bisect(found, priority) - 1] for priority in _PRIORITIES})
        shown = ", ".join(map(str, used))
        return f"does not ascend: all messages fall into {shown}, whatever their priority", "error"
    if found[0] > 0:
        return f"begins with {found[0]}: tasks without a priority go to step {found[-1]}, and come last", "error"
    if found[-1] >= len(_PRIORITIES):
        return f"goes up to {found[-1]}, but kombu cuts priorities off at {_PRIORITIES[-1]}", "warning"
    return None
