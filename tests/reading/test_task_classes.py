"""Classes of tasks, and what they set on the tasks made of them."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


def test_reads_registered_classes(app_of):
    text = APP + (
        "class Add(Task):\n"
        "    name = 'add'\n"
        "    ignore_result = True\n"
        "    def run(self): ...\n"
        "add = app.register_task(Add())\n"
        "add.delay()\n"
    )
    project = app_of(text)
    (task,) = project.tasks
    assert (task.name, task.function, task.place) == ("add", "Add", Place("proj.py", 3, 7, 10))
    assert task.options["ignore_result"].value is True
    assert [call.task for call in project.calls] == ["add"]


def test_leaves_out_base_classes(app_of):
    text = APP + "class Base(Task):\n    abstract = True\n@app.task(base=Base)\ndef f(): ...\n"
    assert [task.name for task in app_of(text).tasks] == ["proj.f"]


def test_reads_registered_classes_however_they_are_registered(app_of):
    text = APP + (
        "class Add(app.Task):\n    def run(self, x): ...\n"
        "Base = app.Task\n"
        "class Sub(Base):\n    async def run(self): ...\n"
        "app.tasks.register(Add)\n"
        "app.register_task(Sub())\n"
    )
    project = app_of(text)
    assert {task.name: task.asynchronous for task in project.tasks} == {"proj.Add": False, "proj.Sub": True}
    assert project.tasks_complete


def test_takes_the_options_of_the_base_class(app_of):
    text = APP + (
        "class Base(Task):\n    abstract = True\n    acks_late = True\n    max_retries = 3\n"
        "@app.task(base=Base, max_retries=5)\ndef f(): ...\n"
    )
    (task,) = app_of(text).tasks
    assert (task.options["acks_late"].value, task.options["max_retries"].value) == (True, 5)
    assert task.options_complete


@pytest.mark.parametrize(
    "text",
    [
        "class Base(Task):\n    acks_late = True\napp = Celery('p', task_cls=Base)\n",
        "class Base(Task):\n    acks_late = True\napp = Celery('p', task_cls='proj:Base')\n",
        "class Base(Task):\n    acks_late = True\nclass Mine(Celery):\n    task_cls = Base\napp = Mine('p')\n",
        "app = Celery('p')\nclass Base(app.Task):\n    acks_late = True\napp.Task = Base\n",
    ],
    ids=["argument", "text", "class of apps", "assigned"],
)
def test_takes_the_options_of_the_class_that_an_app_makes_its_tasks_of(text, app_of):
    (task,) = app_of(f"from celery import Celery, Task\n{text}@app.task\ndef f(): ...\n").tasks
    assert task.options["acks_late"].value is True
    assert task.options_complete


@pytest.mark.parametrize(
    "decorator",
    ["@app.task(**unheard_of)", "@app.task(base=Once)", "@app.task(base=unheard_of)", "@app.task(base=Odd)"],
)
def test_says_where_there_may_be_more_options(decorator, app_of):
    head = f"from celery_once import QueueOnce as Once\n{APP}class Odd(made()): ...\n"
    (task,) = app_of(f"{head}{decorator}\ndef f(): ...\n").tasks
    assert not task.options_complete


@pytest.mark.parametrize(
    ("method", "known"),
    [
        ("def __call__(self, *args, **kwargs):\n        return self.run(*args, **kwargs)", True),
        ("def __call__(self, *args, **kwargs):\n        return super().__call__(*args, **kwargs)", True),
        ("def __call__(self, *args, **kwargs):\n        return self.run(session(), *args, **kwargs)", False),
        ("def __call__(self, *args, **kwargs):\n        return self.run(*args, session=1, **kwargs)", False),
        ("def apply_async(self, args, **kwargs):\n        kwargs['x'] = 1", False),
        ("def delay(self, **kwargs):\n        kwargs.update(x=1)", False),
        ("def on_failure(self, *args): ...", True),
    ],
)
def test_does_not_know_how_a_task_is_called_whose_class_changes_that(method, known, app_of):
    text = f"{APP}class Base(Task):\n    {method}\n@app.task(base=Base)\ndef f(x): ...\n"
    (task,) = app_of(text).tasks
    assert (task.parameters is not None) is known


def test_does_not_know_how_a_task_is_called_of_a_class_that_is_not_known(app_of):
    text = f"{APP}from celery_once import QueueOnce\n@app.task(base=QueueOnce)\ndef f(x): ...\n"
    assert [task.parameters for task in app_of(text).tasks] == [None]
