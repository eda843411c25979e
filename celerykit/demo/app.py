"""The app of the demo: three tasks on two queues of their own, configured by a profile."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from celery import Celery

from celerykit.profile.config import CeleryConfig
from celerykit.profile.load import load_profile

__all__ = ["VARIABLE", "Order", "make_app", "order_in"]

# Not CELERYKIT_…: those are settings, and an unknown one is refused.
VARIABLE = "_CELERYKIT_DEMO"

_NAP = 0.25  # seconds of a slow task: long enough that somebody who polls sees it STARTED


@dataclass(frozen=True, slots=True)
class Order:
    """What the sender and the worker of a demo must agree on.

    profile: its name or path. queue: the name of the default queue; the second one is named after it.
    ready: the file that the worker writes when it takes tasks. settings: keyword arguments of `load_profile`.
    """

    profile: str
    queue: str
    ready: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def queues(self) -> tuple[str, str]:
        """Both queues, the default one first."""
        return self.queue, f"{self.queue}-reports"

    def variables(self) -> dict[str, str]:
        """The environment by which a worker process learns of the order."""
        return {VARIABLE: json.dumps(asdict(self))}


def order_in(environ: Mapping[str, str] = os.environ) -> Order:
    """The order that the environment carries."""
    return Order(**json.loads(environ[VARIABLE]))


def make_app(order: Order) -> tuple[Celery, CeleryConfig]:
    """The demo's app, and the configuration that it was given.

    Queues, routes and schedule of the profile are replaced, so that a demo on a shared broker neither takes nor leaves
    a message that is not its own; it answers no remote control, and sends no events, for the same reason.
    """
    config = load_profile(order.profile, app_name=order.queue, **order.settings)
    app = Celery("celerykit-demo", set_as_current=False)
    app.config_from_object(config)
    default, reports = order.queues
    app.conf.update(
        beat_schedule={},
        imports=(),
        include=(),
        task_create_missing_queues=True,
        task_default_exchange=default,
        task_default_queue=default,
        task_default_routing_key=default,
        task_queues=None,
        task_routes={"celerykit.demo.report": {"queue": reports}},
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        task_send_sent_event=False,
    )
    app.task(_add, name="celerykit.demo.add")
    app.task(_report, name="celerykit.demo.report")
    app.task(_divide, name="celerykit.demo.divide")
    return app, config


def _add(left: int, right: int) -> int:
    return left + right


def _report(month: int) -> str:
    time.sleep(_NAP)
    return f"report of month {month}"


def _divide(amount: int, parts: int) -> float:
    return amount / parts
