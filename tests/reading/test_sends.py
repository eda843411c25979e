"""Places that send tasks."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery\napp = Celery('p')\n@app.task\ndef add(x, y): ...\n"


@pytest.mark.parametrize(
    ("line", "task", "how", "options"),
    [
        ("add.delay(1, y=2)", "proj.add", "delay", {}),
        (
            "add.apply_async((1, 2), countdown=60, priority=9)",
            "proj.add",
            "apply_async",
            {"countdown": 60, "priority": 9},
        ),
        ("add.apply_async(args=[1], kwargs={}, queue='q')", "proj.add", "apply_async", {"queue": "q"}),
        ("add.apply_async((1,), **{'queue': 'q'})", "proj.add", "apply_async", {"queue": "q"}),
        ("app.send_task('other.task', priority=1)", "other.task", "send_task", {"priority": 1}),
        ("app.send_task(name='other.task')", "other.task", "send_task", {}),
        ("app.send_task(unheard_of)", None, "send_task", {}),
        ("add.s(1, 2)", "proj.add", "signature", {}),
        ("add.si(1, 2)", "proj.add", "signature", {}),
        ("unheard_of.delay(1)", None, "delay", {}),
    ],
)
def test_reads(line, task, how, options, app_of):
    (call,) = app_of(f"{APP}{line}\n").calls
    assert (call.task, call.how) == (task, how)
    assert {name: value.value for name, value in call.options.items()} == options
    assert call.place.line == 5
    assert call.place == Place("proj.py", 5, 1, line.index("(") + 1)


def test_reads_signatures_that_are_sent(app_of):
    calls = app_of(f"{APP}add.s(1).set(priority=3).apply_async(queue='q')\n").calls
    sent = next(call for call in calls if call.how == "apply_async")
    assert sent.task == "proj.add"
    assert {name: value.value for name, value in sent.options.items()} == {"priority": 3, "queue": "q"}


def test_finds_the_task_in_another_module(app_of):
    project = app_of(APP, views="import proj\nfrom proj import add as plus\nproj.add.delay()\nplus.delay()\n")
    assert [(call.task, call.place.path) for call in project.calls] == [("proj.add", "views.py")] * 2


@pytest.mark.parametrize("line", ["regex.s(1)", "timer.signature()", "x.delayed()", "delay()", "s()"])
def test_takes_nothing_else_for_a_send(line, app_of):
    assert app_of(f"{APP}{line}\n").calls == ()
