"""What calls put on the schedule."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\nfrom celery.schedules import crontab\napp = Celery('p')\n@app.task\ndef f(x): ...\n"


def test_reads_a_handler(app_of):
    text = APP + (
        "@app.on_after_configure.connect\ndef setup(sender, **kwargs):\n"
        "    sender.add_periodic_task(10.0, f.s(1), name='often', expires=5)\n"
        "    sender.add_periodic_task(crontab(minute=0), f.s(2).set(queue='q'))\n"
    )
    project = app_of(text)
    first, second = project.periodic
    assert (first.task, first.schedule.value, first.name.value) == ("proj.f", 10.0, "often")
    assert first.options["expires"].value == 5
    assert [value.value for value in first.args] == [1]
    assert first.place.line == 8
    assert second.schedule.value.type == "celery.schedules.crontab"
    assert second.options["queue"].value == "q"
    assert second.name.value is None
    assert project.periodic_complete


@pytest.mark.parametrize(
    "line",
    [
        "app.add_periodic_task(30, f.s())",
        "app.add_periodic_task(schedule=30, sig=f.s())",
        "from datetime import timedelta\napp.add_periodic_task(timedelta(seconds=30), f)",
        "app.add_periodic_task(30, app.signature('proj.f'))",
    ],
)
def test_reads(line, app_of):
    (found,) = app_of(f"{APP}{line}\n").periodic
    assert found.task == "proj.f"
    assert found.schedule.known


@pytest.mark.parametrize(
    "line",
    [
        "app.add_periodic_task(30, unheard_of)",
        "app.add_periodic_task(*given)",
        "app.add_periodic_task(30, f.s(), **given)",
        "if unheard_of:\n    app.add_periodic_task(30, f.s())",
        "from django_celery_beat.models import PeriodicTask\nPeriodicTask.objects.create(name='x')",
        "def every(n):\n    app.conf['beat_schedule'][n] = {}",
    ],
)
def test_says_where_there_may_be_more(line, app_of):
    assert not app_of(f"{APP}{line}\n").periodic_complete


def test_reads_the_decorator_of_old(app_of):
    text = "from celery import Celery\nfrom celery.task import periodic_task\napp = Celery('p')\n"
    (found,) = app_of(text + "@periodic_task(run_every=60)\ndef f(): ...\n").periodic
    assert (found.task, found.schedule.value) == ("proj.f", 60)


def test_leaves_out_what_is_never_reached(app_of):
    project = app_of(f"{APP}if False:\n    app.add_periodic_task(30, f.s())\n")
    assert (project.periodic, project.periodic_complete) == ((), True)
