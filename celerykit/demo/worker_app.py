"""The module that `celery -A celerykit.demo.worker_app worker` loads; the demo's order comes from the environment."""

from __future__ import annotations

from pathlib import Path

from celery.signals import worker_ready

from celerykit.demo.app import make_app, order_in

_order = order_in()
app, _ = make_app(_order)


def _say_so(**_: object) -> None:
    Path(_order.ready).touch()


worker_ready.connect(_say_so, weak=False)
