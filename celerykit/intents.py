"""The broker-neutral wishes: what a team wants of its tasks, said once.

Each broker and each backend compiles them into the settings that make them true there (`brokers/`, `backends/`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

from celerykit.values.patience import Manner

__all__ = ["NAMES", "TASK", "Compiled", "Intents", "Option", "Refusal", "Remark"]


@dataclass(frozen=True, slots=True)
class Intents:
    """What is wanted; None for what nobody said. Lengths of time are in seconds.

    delivery: "at-least-once": a task survives the death of its worker, and may then run twice;
    "at-most-once": it never runs twice, and may be lost.
    longest_task: the hard limit of a task's run. longest_delay: the longest countdown, ETA or retry delay.
    priorities: names, least urgent first. default_priority: one of them; else the middle one.
    recover_within: a killed worker's tasks are running again by then.
    publish: "patient": a publisher waits for a broker that is away; "fail-fast": it raises within seconds.
    stop_within: how long a worker that is told to stop may go on before it is killed.
    replicated: queues outlive the loss of one server. replicated_queues: names of those of `[queues]` that do.
    tls: the way to broker and results is encrypted, and the servers are verified; against tls_ca, a file, where their
    authority is none that the system trusts. tls_certificate, tls_key: files by which the servers verify us.
    results: "poll": any process may ask; "caller": only the sender; "none": nobody asks.
    keep_results: how long a result can be read.
    queues: literal names, from `[queues]`; the first is the default queue.
    """

    delivery: Literal["at-least-once", "at-most-once"] | None = None
    longest_task: float | None = None
    longest_delay: float | None = None
    priorities: tuple[str, ...] = ()
    default_priority: str | None = None
    recover_within: float | None = None
    publish: Manner | None = None
    stop_within: float | None = None
    replicated: bool | None = None
    tls: bool | None = None
    tls_ca: str | None = None
    tls_certificate: str | None = None
    tls_key: str | None = None
    results: Literal["poll", "caller", "none"] | None = None
    keep_results: float | None = None
    queues: tuple[str, ...] = field(default=(), metadata={"key": False})
    replicated_queues: tuple[str, ...] = field(default=(), metadata={"key": False})

    def manner(self) -> tuple[Manner | None, str]:
        """How senders wait, and the intent that says so: at-least-once makes them patient where nobody says."""
        if self.publish is None and self.delivery == "at-least-once":
            return "patient", "delivery"
        return self.publish, "publish"

    def usual_priority(self) -> str | None:
        """The priority of a task that names none."""
        if not self.priorities:
            return None
        return self.default_priority or self.priorities[(len(self.priorities) - 1) // 2]


@dataclass(frozen=True, slots=True)
class Option:
    """A key that the transport reads from `broker_transport_options`, with kombu's default.

    kind: "int", "number", "seconds", "bool", "string", "strings", "mapping", "numbers", "callable" or "any".
    since: the kombu that brought it, "" for all that are supported. required: nothing works without it.
    """

    kind: str = "any"
    default: object = None
    doc: str = ""
    secret: bool = False
    since: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A value that an intent becomes.

    path: the setting, and the key within it for a dictionary of options: ("broker_transport_options", "sep").
    A path that starts with TASK is an attribute of each task that does not set it itself: Celery has no setting for it.
    intent: its name; several, separated by ", ", where the value depends on all of them.
    """

    path: tuple[str, ...]
    value: object
    intent: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a broker or backend has to say of an intent that it keeps: how, until when, what it does less well.

    severity: "warning" where the intent is kept in part only.
    """

    intent: str
    text: str
    severity: Literal["info", "warning"] = "info"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An intent that this broker or backend cannot keep: why, and what to do without another broker or backend.

    Which others can is found by asking them (`profile/alternatives.py`).
    """

    intent: str
    fact: str
    cure: str


TASK = "@task"
NAMES: tuple[str, ...] = tuple(item.name for item in fields(Intents) if item.metadata.get("key", True))
