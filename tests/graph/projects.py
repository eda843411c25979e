"""Programs to draw: a shop that has one of each, and a large one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from celerykit.engine.plan import plan_run
from celerykit.engine.run import projects_of, report_on
from celerykit.graph import Graph, graph_of

__all__ = ["SHOP", "drawn", "large", "written"]

SHOP = Path(__file__).parents[1] / "cases" / "graph_shop" / "project"
"""A program with routes, a topic exchange, a schedule, a chord, three workers, and mistakes."""


def written(folder: Path, **files: str) -> Path:
    """A program of these files, by their names with "__" for "/" and without their ends; `Procfile` has none."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ("" if name == "Procfile" else ".py"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@cache
def drawn(folder: Path) -> Graph:
    """The picture of the one app in a folder, with what validate finds, as read without loading anything."""
    plan = plan_run(root=folder)
    projects, not_checked = projects_of(plan, static=True)
    (project,) = projects
    return graph_of(project, report_on(projects, plan, not_checked).findings)


def large(folder: Path, tasks: int = 600, modules: int = 50) -> Path:
    """A program of so many tasks, in packages, with senders, routes, a schedule and workers."""
    queues = [f"queue{number}" for number in range(10)]
    names = [f"big.part{number % 8}.area{number}.tasks" for number in range(modules)]
    routes = {f"big.part{number}.*": {"queue": queues[number]} for number in range(6)}
    schedule = {f"job{n}": {"task": f"{names[n]}.task0", "schedule": 60 * (n + 1)} for n in range(min(25, modules))}
    config = f"include={names!r}, task_routes={routes!r}, beat_schedule={schedule!r}, task_acks_late=True"
    app = f"from celery import Celery\n\napp = Celery('big', broker='redis://h', {config})\n"
    files = {"big__app": app, "big____init__": ""}
    for name in names:
        path = name.replace(".", "__")
        head = "from big.app import app\n"
        own = "\n".join(f"\n\n@app.task\ndef task{one}():\n    return {one}" for one in range(tasks // modules))
        files[path] = head + own + "\n"
        send = f"from {name} import task0, task1\n\n\ndef view():\n    task0.delay()\n    task1.delay()\n"
        files[path.replace("__tasks", "__views")] = send
    files["Procfile"] = "".join(f"w{n}: celery -A big.app worker -Q {q}\n" for n, q in enumerate(["celery", *queues]))
    return written(folder, **files)
