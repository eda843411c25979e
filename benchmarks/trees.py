"""A large program to be read: the same each time, and like real ones in how little of it has to do with Celery."""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["MODULES", "write_tree"]

MODULES = 3000
_IN_A_PACKAGE = 25
# Of public projects with more than a thousand files, about one in twelve names Celery, a task or a result.
_ONE_IN = 12

_CONFIG = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
task_acks_late = True
task_reject_on_worker_lost = True
task_time_limit = 7200
imports = [f"shop.area{number // 25}.module{number}" for number in range(0, 3000, 12)]
task_routes = {"shop.area1.*": {"queue": "slow"}}
beat_schedule = {"nightly": {"task": "shop.area0.module0.task_0", "schedule": 86400.0}}
"""
_APP = """\
from celery import Celery

app = Celery("shop")
app.config_from_object("shop.celeryconfig")
"""
_TASKS = '''
@shared_task(bind=True, max_retries={retries}, rate_limit="{limit}/m")
def task_{number}(self, order, amount={number}):
    """Books an order."""
    try:
        total = book_{number}(order, amount)
    except ConnectionError as error:
        raise self.retry(exc=error, countdown={countdown})
    if total > {limit}:
        task_{number}.apply_async(args=[order], countdown={countdown}, queue="slow")
    return total


def send_{number}(orders):
    for order in orders:
        task_{number}.delay(order, amount={number})
'''
_PLAIN = '''
def book_{number}(order, amount={number}):
    """What an order costs."""
    rates = {{"a": {number}, "b": amount * 2, "c": [order, amount, {limit}]}}
    total = sum(value for value in (rates["a"], rates["b"]) if value) or {limit}
    for name, value in sorted(rates.items()):
        if name != "c" and value > {limit}:
            total += value * {retries}
        elif isinstance(value, list):
            total -= len([item for item in value if item])
    return total


class Order{number}:
    """An order."""

    kind = "order-{number}"
    limits = ({limit}, {number}, {retries})

    def __init__(self, name, lines=(), *, paid=False):
        self.name = name
        self.lines = list(lines)
        self.paid = paid

    def total(self):
        return sum(book_{number}(line, {number}) for line in self.lines) if not self.paid else 0

    def __repr__(self):
        return f"<Order{number} {{self.name}}: {{len(self.lines)}} lines, {{self.total():.2f}}>"
'''


def write_tree(folder: Path, modules: int = MODULES) -> None:
    """Writes the program into a folder: packages of an app `shop`, its config, and as many modules."""
    chance = random.Random(4)
    root = folder / "shop"
    root.mkdir(parents=True)
    for name, text in {"__init__.py": "", "celeryconfig.py": _CONFIG, "celery_app.py": _APP}.items():
        (root / name).write_text(text)
    for number in range(modules):
        package = root / f"area{number // _IN_A_PACKAGE}"
        if not package.exists():
            package.mkdir()
            (package / "__init__.py").write_text("")
        (package / f"module{number}.py").write_text(_module(number, chance))


def _module(number: int, chance: random.Random) -> str:
    fields = {
        "number": number,
        "limit": chance.randint(100, 999),
        "retries": chance.randint(1, 5),
        "countdown": chance.choice([10, 60, 300]),
    }
    parts = ["import os", "import re"]
    if number % _ONE_IN == 0:
        parts.append("\nfrom celery import shared_task")
    parts += [_PLAIN.format(**fields)] * chance.randint(1, 4)
    if number % _ONE_IN == 0:
        parts.append(_TASKS.format(**fields))
    return "\n".join(parts) + "\n"
