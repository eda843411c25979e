"""Tasks that a program declares: which there are, with their options and places."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


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


@pytest.mark.parametrize(
    "text",
    [
        "for each in load(): app.register_task(each())\n",
        "for each in load(): app.task(each.run)\n",
        "from vendor import logged_task\n@logged_task\ndef f(): ...\n",
        "class MyTask: ...\n@MyTask\ndef f(): ...\n",
        "@app.task(name=unheard_of)\ndef f(): ...\n",
    ],
)
def test_says_where_there_may_be_more_tasks(text, app_of):
    assert not app_of(APP + text).tasks_complete


def test_says_that_there_may_be_more_tasks_in_a_file_that_does_not_parse(project_of):
    files = {"proj.py": APP, "other.py": "from celery import shared_task\n@shared_task\ndef f(:\n"}
    assert not project_of(files, ".").tasks_complete
    files["other.py"] = "import celery\nprint 'old'\n"
    assert project_of(files, ".").tasks_complete


def test_leaves_out_what_tests_do(project_of):
    files = {
        "proj.py": APP + "@app.task\ndef f(): ...\n",
        "tests/test_it.py": "from proj import app, f\n@app.task\ndef fake(): ...\nf.delay().get()\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == ["proj.f"]
    assert (project.calls, project.reads) == ((), ())


def test_finds_tasks_in_a_module_that_is_named_like_tests_and_that_the_program_imports(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": APP,
        "proj/worker/__init__.py": "from proj.celery import app\nfrom .tests import check\n",
        "proj/worker/tests.py": "from proj.celery import app\n\n@app.task\ndef check(): ...\n",
    }
    assert [task.name for task in project_of(files, "proj.celery").tasks] == ["proj.worker.tests.check"]


def test_leaves_out_what_is_never_reached(app_of):
    assert app_of(f"{APP}if False:\n    @app.task\n    def f(): ...\n").tasks == ()


@pytest.mark.parametrize(
    "text",
    [
        "class Plain: ...\napp.register_task(Plain)\n",
        "registry.register(Plain())\n",
        "later = lambda: 3\n@later\ndef f(): ...\n",
        "class A:\n    def task(self): self.task()\n",
    ],
)
def test_takes_no_other_class_or_function_for_a_task(text, app_of):
    assert app_of(APP + text).tasks == ()


def test_leaves_what_tests_declare_to_the_apps_of_tests(read_files):
    files = {
        "proj.py": APP + "@app.task\ndef f(): ...\n",
        "tests/test_it.py": (
            "from celery import Celery, shared_task\nfrom proj import app\nfake = Celery('fake')\n"
            "@fake.task\ndef one(): ...\n@shared_task\ndef two(): ...\n@app.task\ndef three(): ...\n"
        ),
    }
    of_proj, of_tests = read_files(files, ".").projects
    assert [task.function for task in of_proj.tasks] == ["f"]
    assert {"one", "two"} <= {task.function for task in of_tests.tasks}
