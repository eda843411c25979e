"""Decorators, and calls, that make tasks: Celery's, and what a project has made of these itself."""

from __future__ import annotations

import pytest

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


@pytest.mark.parametrize(
    "text",
    [
        "later = partial(shared_task, acks_late=True)\n@later\ndef f(): ...\n",
        "later = partial(shared_task, acks_late=True)\n@later(max_retries=3)\ndef f(): ...\n",
        "later = app.task(acks_late=True)\n@later\ndef f(): ...\n",
        "later = lambda *a, **k: app.task(*a, acks_late=True, **k)\n@later()\ndef f(): ...\n",
        "def later(*a, **k):\n    return app.task(*a, acks_late=True, **k)\n@later(max_retries=3)\ndef f(): ...\n",
        "def later(fun):\n    return app.task(acks_late=True)(fun)\n@later\ndef f(): ...\n",
        (
            "def later(**options):\n"
            "    def wrapped(fun):\n"
            "        @shared_task(acks_late=True, **options)\n"
            "        @wraps(fun)\n"
            "        def inner(*a, **k):\n"
            "            return fun(*a, **k)\n"
            "        return inner\n"
            "    return wrapped\n"
            "@later(max_retries=3)\ndef f(): ...\n"
        ),
    ],
    ids=["partial", "partial with more", "kept", "lambda", "function", "decorator", "wrapper"],
)
def test_follows_decorators_of_the_project_s_own(text, app_of):
    project = app_of(f"from functools import partial, wraps\n{APP}{text}")
    assert [task.name for task in project.tasks] == ["proj.f"]
    assert project.tasks[0].options["acks_late"].value is True
    assert project.tasks_complete


def test_takes_the_name_that_a_decorator_of_the_project_s_own_is_given(app_of):
    own = "def later(name, **k):\n    def wrapped(fun):\n        return app.task(name=name, **k)(fun)\n"
    project = app_of(f"{APP}{own}    return wrapped\n@later('a')\ndef f(): ...\n@later(name='b')\ndef g(): ...\n")
    assert [task.name for task in project.tasks] == ["a", "b"]


def test_does_not_know_the_name_that_a_decorator_of_the_project_s_own_makes_up(app_of):
    own = "def later(fun):\n    return app.task(name=made_up(fun))(fun)\n"
    project = app_of(f"{APP}{own}@later\ndef f(): ...\n")
    assert [task.name for task in project.tasks] == [None]
    assert not project.tasks_complete


def test_finds_files_that_use_only_a_decorator_of_the_project_s_own(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/base.py": "from celery import Celery\napp = Celery('p')\ndef job(fun):\n    return app.task()(fun)\n",
        "proj/mail.py": "from proj.base import job\n@job\ndef send(): ...\n",
        "proj/shop.py": "from proj import base\n@base.app.task\ndef buy(): ...\n",
    }
    assert {task.name for task in project_of(files, ".").tasks} == {"proj.mail.send", "proj.shop.buy"}


def test_follows_a_name_for_the_decorator_into_another_module(app_of):
    base = "from celery import Celery\napp = Celery('p')\ntask = app.task\n"
    project = app_of("from base import task, app\n@task\ndef f(): ...\n@task(name='g')\ndef g(): ...\n", base=base)
    assert [task.name for task in project.tasks] == ["proj.f", "g"]


def test_reads_tasks_made_by_calls(app_of):
    text = APP + "def add(x): ...\nadd_later = app.task(add)\nnamed = shared_task(name='n')(add)\nadd_later.delay(1)\n"
    project = app_of(text)
    assert [task.name for task in project.tasks] == ["proj.add", "n"]
    assert [call.task for call in project.calls] == ["proj.add"]
    assert project.tasks_complete


def test_follows_methods_of_a_class_of_apps_that_make_tasks(read_files):
    text = (
        "from celery import Celery\nclass Mine(Celery):\n"
        "    def periodic(self, every, **options):\n"
        "        def wrapped(fun):\n            return self.task(ignore_result=True, **options)(fun)\n"
        "        return wrapped\n"
        "app = Mine('a')\nother = Mine('b')\n@app.periodic(30)\ndef f(): ...\n"
    )
    project = next(each for each in read_files({"proj.py": text}, ".").projects if each.app == "proj:app")
    assert [(task.name, task.options["ignore_result"].value) for task in project.tasks] == [("proj.f", True)]


def test_ends_where_decorators_lead_to_each_other(app_of):
    text = "a = b\nb = a\n@a\ndef f(): ...\ndef c(fun):\n    return c(fun)\n@c\ndef g(): ...\n"
    assert app_of(APP + text).tasks == ()


def test_follows_objects_of_a_class_of_decorators(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/base.py": (
            "from celery import Celery, shared_task\napp = Celery('p')\n"
            "class Decorator:\n    def __call__(self, fun):\n        return shared_task(acks_late=True)(fun)\n"
            "late = Decorator()\n"
        ),
        "proj/mail.py": "from proj.base import late\n@late\ndef send(): ...\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == ["proj.mail.send"]
    assert project.tasks_complete


def test_says_that_an_object_may_make_tasks(app_of):
    assert not app_of(f"{APP}my_task = made()\n@my_task\ndef f(): ...\n").tasks_complete
