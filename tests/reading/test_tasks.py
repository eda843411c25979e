"""Tasks: names, options, places."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


def test_names_a_task_after_its_module(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": "from celery import Celery\napp = Celery('p')\n",
        "proj/tasks.py": "from .celery import app\n\n@app.task\ndef add(x, y): ...\n",
    }
    (task,) = project_of(files, "proj.celery:app").tasks
    assert (task.name, task.function, task.module, task.shared) == ("proj.tasks.add", "add", "proj.tasks", False)
    assert task.place == Place("proj/tasks.py", 4, 5, 8)


@pytest.mark.parametrize(
    ("decorator", "name", "shared"),
    [
        ("@app.task", "proj.f", False),
        ("@app.task()", "proj.f", False),
        ("@app.task(name='x')", "x", False),
        ("@app.task(name='a' + 'b')", "ab", False),
        ("@app.task(name=unheard_of)", None, False),
        ("@app.task(name=None)", "proj.f", False),
        ("@shared_task", "proj.f", True),
        ("@shared_task(name='x')", "x", True),
        ("@other\n@app.task", "proj.f", False),
    ],
)
@pytest.mark.parametrize("definition", ["def f(): ...", "async def f(): ..."])
def test_reads_decorators(decorator, name, shared, definition, app_of):
    (task,) = app_of(f"{APP}{decorator}\n{definition}\n").tasks
    assert (task.name, task.function, task.shared) == (name, "f", shared)
    assert task.place.column == definition.index("f():") + 1


def test_reads_options_with_places(app_of):
    text = APP + "BASE = {'acks_late': True}\n@app.task(bind=True, time_limit=60 * 2, **BASE)\ndef f(self): ...\n"
    (task,) = app_of(text).tasks
    assert {name: value.value for name, value in task.options.items()} == {
        "bind": True,
        "time_limit": 120,
        "acks_late": True,
    }
    assert task.options["time_limit"].place == Place("proj.py", 4, 33, 39)


def test_reads_tasks_of_an_app_that_cannot_be_told(project_of):
    files = {
        "proj.py": "from celery import Celery\napp = Celery('p')\n",
        "tasks.py": "def register(celery_app):\n    @celery_app.task\n    def inner(): ...\n",
    }
    (task,) = project_of(files, "proj").tasks
    assert task.name == "tasks.inner"


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


def test_does_not_know_names_in_a_script(app_of):
    text = APP.replace("'p'", "") + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == [None]


def test_takes_the_name_of_the_app_for_a_script(app_of):
    text = APP + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == ["p.f"]


@pytest.mark.parametrize(
    "text",
    [
        "from invoke import task, app\n@app.task\ndef f(): ...\n",
        "@router.get('/')\ndef f(): ...\n",
        "import celery\n@celery.signals.worker_ready.connect\ndef f(**kw): ...\n",
        "@app.on_after_configure.connect\ndef f(sender, **kw): ...\n",
    ],
)
def test_takes_nothing_else_for_a_task(text, app_of):
    assert app_of("from celery import Celery\nxyz = Celery('p')\n" + text).tasks == ()
