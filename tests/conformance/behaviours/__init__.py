"""The behaviours, by theme: each file holds some, and how they are tried."""

from __future__ import annotations

from tests.conformance.behaviour import Behaviour
from tests.conformance.behaviours import (
    apps,
    canvas,
    control,
    encryption,
    limits,
    loss,
    order,
    outages,
    payloads,
    results,
    schedule,
    stopping,
    timing,
)
from tests.conformance.cells import Row

__all__ = ["ALL", "ROWS"]

_THEMES = (
    ("Results", results.BEHAVIOURS),
    ("Canvas", canvas.BEHAVIOURS),
    ("Payloads", payloads.BEHAVIOURS),
    ("Delays", timing.BEHAVIOURS),
    ("Order", order.BEHAVIOURS),
    ("Time limits", limits.BEHAVIOURS),
    ("Control", control.BEHAVIOURS),
    ("Workers that die", loss.BEHAVIOURS),
    ("Workers that are stopped", stopping.BEHAVIOURS),
    ("Brokers that go away", outages.BEHAVIOURS),
    ("Apps", apps.BEHAVIOURS),
    ("Schedule", schedule.BEHAVIOURS),
    ("Encryption", encryption.BEHAVIOURS),
)

ALL: tuple[Behaviour, ...] = tuple(behaviour for _, behaviours in _THEMES for behaviour in behaviours)
ROWS: tuple[Row, ...] = tuple(
    Row(behaviour.name, theme, behaviour.promise, behaviour.depends)
    for theme, behaviours in _THEMES
    for behaviour in behaviours
)
