"""What processes must agree on: a setting, how its values are compared, and what comes of two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from celerykit.brokers import by_name
from celerykit.findings import Severity
from celerykit.project import Project, State, Value
from celerykit.rules.options import key, transport_option
from celerykit.rules.priorities import default_priority, urgencies
from celerykit.rules.stores import kind_of
from celerykit.rules.urls import broker
from celerykit.rules.whereabouts import apart
from celerykit.values.secrets import shown

__all__ = ["AGREEMENTS", "Agreement"]

_REDIS = frozenset({"redis", "sentinel"})
# Stores of bytes: what is read there is taken for what the reader's own serializer writes.
_BYTES = frozenset({"cache", "file", "redis", "rediss", "s3", "sentinel"})

Sides = Sequence[tuple[str, Project]]


def _unlike(one: Value, other: Value) -> bool:
    return bool(_plain(one.value) != _plain(other.value))


def _plain(value: object) -> object:
    """Forms that are the same for Celery made one."""
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        return int(seconds) if seconds.is_integer() else seconds
    return list(value) if isinstance(value, (tuple, range)) else value


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing to agree on.

    name: as it is said. read: its value in one program or worker. consequence: what two values lead to; mildly: where
    that is no error. graveness: of that, by the values and who has them. with_client: whether the program that sends is
    compared too; else only workers among themselves. for_all: whether workers of other programs count, as they share
    the broker. differ: whether two values do not agree. holds: whether it matters to a program at all.
    """

    name: str
    read: Callable[[Project], Value]
    consequence: str
    graveness: Severity | Callable[[Sequence[Value], Sides], Severity] = "error"
    with_client: bool = True
    for_all: bool = False
    differ: Callable[[Value, Value], bool] = _unlike
    holds: Callable[[Project], bool] = lambda project: True
    mildly: str = ""

    def value(self, project: Project) -> Value | None:
        """The value that is in force there, None where it is not known."""
        found = self.read(project)
        return found if found.decided else None

    def apart(self, one: Value, other: Value) -> bool:
        """Whether two values do not agree."""
        return self.differ(one, other)

    def said(self, severity: Severity) -> str:
        """What two values lead to, as it is told at that severity."""
        return self.consequence if severity == "error" else self.mildly or self.consequence

    def shown(self, value: Value) -> str:
        """A value, without secrets."""
        return shown(_plain(value.value))

    def severity(self, values: Sequence[Value], sides: Sides) -> Severity:
        """How grave it is that these are there."""
        return self.graveness if isinstance(self.graveness, str) else self.graveness(values, sides)


def _setting(name: str) -> Callable[[Project], Value]:
    return lambda project: project.config[name]


def _option(name: str) -> Callable[[Project], Value]:
    """An option of the transport on Redis, else its default."""
    kind = by_name("redis")
    return lambda project: transport_option(project, name, kind.options[name].default if kind else None)


def _on_redis(project: Project) -> bool:
    found = broker(project)
    return found is not None and found.name in _REDIS


def _results_matter(project: Project) -> Value:
    """Where results are kept, unless they are thrown away."""
    ignored = project.config["task_ignore_result"]
    return Value(State.UNKNOWN) if ignored.decided and ignored.value else project.config["result_backend"]


def _elsewhere(one: Value, other: Value) -> bool:
    kinds = {kind_of(one) or "disabled", kind_of(other) or "disabled"}
    if "rpc" in kinds or "disabled" in kinds:
        return len(kinds) > 1
    return apart(one, other, hosts=True)


def _by_hosts(values: Sequence[Value], sides: Sides) -> Severity:
    first = values[0]
    by_more = any(_kind(first) != _kind(value) or apart(first, value, hosts=False) for value in values[1:])
    return "error" if by_more else "info"


def _kind(value: Value) -> str:
    return {"rediss": "redis", "database": "db"}.get(kind_of(value), kind_of(value))


def _result_prefix(project: Project) -> Value:
    """Whether the store has a prefix: which one, workers hide."""
    options = project.config["result_backend_transport_options"]
    if options.open or (options.unknown and not options.keys):
        return Value(State.UNKNOWN)
    found = key(options, "global_keyprefix")
    return Value(State.KNOWN, bool(found and (found.unknown or found.value)))


def _bytes_serializer(project: Project) -> Value:
    kept = kind_of(project.config["result_backend"]) in _BYTES
    return project.config["result_serializer"] if kept else Value(State.UNKNOWN)


def _by_priorities(values: Sequence[Value], sides: Sides) -> Severity:
    """Without priorities all tasks wait in the first list, which is the same for all."""
    used = any(any(urgencies(project)) or any(default_priority(project)) for _, project in sides)
    return "error" if used else "warning"


_LISTS = "tasks of some priorities are put where the other does not look, and never run"

_UNUSED = "once priorities are used, tasks are put where the other does not look, and never run"


def _priorities(option: str) -> Agreement:
    """An option that says in which list on Redis a task of some priority waits."""
    name = f"broker_transport_options['{option}']"
    return Agreement(name, _option(option), _LISTS, _by_priorities, holds=_on_redis, mildly=_UNUSED)


# The broker is not among them: who answers here is on this one, whatever he calls it. What queues are declared with,
# the broker itself knows better.
AGREEMENTS: tuple[Agreement, ...] = (
    Agreement(
        "result_backend",
        _results_matter,
        "results are looked for where the other does not put them, and stay PENDING",
        _by_hosts,
        differ=_elsewhere,
        mildly="the store of this host and port may be one that is called otherwise elsewhere, as in a container",
    ),
    Agreement(
        "result_backend_transport_options['global_keyprefix'] there or not",
        _result_prefix,
        "results are looked for under other keys than they have, and stay PENDING",
        holds=lambda project: kind_of(project.config["result_backend"]) in {"redis", "rediss", "sentinel"},
    ),
    Agreement("result_serializer", _bytes_serializer, "neither can read the results of the other"),
    Agreement(
        "broker_transport_options['visibility_timeout']",
        _option("visibility_timeout"),
        "each gives back by its own what the others hold, and what they hold for longer than the shortest runs twice",
        with_client=False,
        for_all=True,
        holds=_on_redis,
    ),
    _priorities("priority_steps"),
    _priorities("sep"),
    Agreement(
        "result_expires", _setting("result_expires"), "who runs a task decides how long its result stays", "info"
    ),
    Agreement("result_extended", _setting("result_extended"), "who runs a task decides what its result tells", "info"),
    Agreement("timezone", _setting("timezone"), "whose beat runs decides when a crontab is due", "info"),
    Agreement("enable_utc", _setting("enable_utc"), "whose beat runs decides when a crontab is due", "info"),
)
