"""The names that tasks are registered under."""

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


def test_does_not_know_names_in_a_script(app_of):
    text = APP.replace("'p'", "") + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == [None]


def test_takes_the_name_of_the_app_for_a_script(app_of):
    text = APP + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == ["p.f"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            (
                "if module.endswith('.tasks'):\n            module = module[:-6]\n"
                "        return super().gen_task_name(name, module)"
            ),
            "pkg.f",
        ),
        ("return f'{module}:{name}'", "pkg.tasks:f"),
        ("module = module.removesuffix('.tasks')\n        return super().gen_task_name(name, module)", "pkg.f"),
        ("return 'x.' + name", "x.f"),
        ("'''For short.'''\n        return name", "f"),
        ("return unheard_of(name)", None),
    ],
)
@pytest.mark.parametrize("decorator", ["app.task", "shared_task"])
def test_follows_gen_task_name(body, name, decorator, project_of):
    files = {
        "main.py": (
            "from celery import Celery\nclass Mine(Celery):\n"
            f"    def gen_task_name(self, name, module):\n        {body}\napp = Mine('p')\n"
        ),
        "pkg/__init__.py": "",
        "pkg/tasks.py": f"from celery import shared_task\nfrom main import app\n@{decorator}\ndef f(): ...\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == [name]
    assert project.tasks_complete is (name is not None)


def test_knows_which_names_are_the_program_s_own(project_of):
    files = {
        "src/shop/__init__.py": "",
        "src/shop/app.py": APP,
        "src/manage.py": "",
        "docs/index.rst": "",
        "lib/x/y.py": "",
        "node_modules/a.py": "",
    }
    project = project_of(files, ".")
    assert project.own == {"shop", "manage", "lib", "src"}


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"api/jobs/mail.py": "from jobs.main import app\n", "api/jobs/main.py": APP}, "jobs.mail.send"),
        ({"api/jobs/mail.py": "from api.jobs.main import app\n", "api/jobs/main.py": APP}, "api.jobs.mail.send"),
        (
            {
                "api/__init__.py": "",
                "api/manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'jobs.settings')\n",
                "api/jobs/__init__.py": "",
                "api/jobs/main.py": APP,
                "api/jobs/mail.py": "from jobs.main import app\n",
            },
            "jobs.mail.send",
        ),
    ],
    ids=["below a folder", "from the root", "managed"],
)
def test_names_modules_as_the_program_imports_them(files, name, project_of):
    files["api/jobs/mail.py"] += "@app.task\ndef send(): ...\n"
    assert [task.name for task in project_of(files, ".").tasks] == [name]


@pytest.mark.parametrize(
    "body",
    [
        "return super().gen_task_name()",
        "return super().gen_task_name(*names)",
        "for x in y: pass",
        "return name[unheard_of:]",
        "return name['a':]",
        "return 3",
        "x = 3",
        "if name:\n            x = 3",
    ],
)
def test_does_not_know_what_gen_task_name_makes_of_it(body, app_of):
    text = "from celery import Celery\nclass Mine(Celery):\n    def gen_task_name(self, name, module):\n"
    project = app_of(f"{text}        {body}\napp = Mine('p')\n@app.task\ndef f(): ...\n")
    assert [task.name for task in project.tasks] == [None]


def test_does_not_know_names_that_two_classes_of_apps_generate_differently(read_files):
    text = (
        "from celery import Celery, shared_task\nclass Mine(Celery):\n"
        "    def gen_task_name(self, name, module):\n        return name\n"
        "app = Mine('p')\nother = Celery('o')\n@shared_task\ndef f(): ...\n@app.task\ndef g(): ...\n"
    )
    project = next(each for each in read_files({"proj.py": text}, ".").projects if each.app == "proj:app")
    assert [task.name for task in project.tasks] == [None, "g"]


def test_does_not_know_a_gen_task_name_that_takes_something_else(app_of):
    text = "from celery import Celery\nclass Mine(Celery):\n    def gen_task_name(self, *given): return 'x'\n"
    assert [t.name for t in app_of(f"{text}app = Mine('p')\n@app.task\ndef f(): ...\n").tasks] == [None]


@pytest.mark.parametrize(
    ("text", "guessed"),
    [("", True), ("app.config_from_object('celeryconfig')\n", False), ("import celeryconfig\n", False)],
)
def test_says_where_nothing_tells_by_which_name_a_module_is_imported(text, guessed, project_of):
    files = {
        "examples/first/tasks.py": f"{APP}{text}@app.task\ndef f(): ...\n",
        "examples/first/celeryconfig.py": "",
        "other.py": "",
    }
    project = project_of(files, "examples/first/tasks.py")
    assert project.tasks_guessed is guessed
    assert [task.name for task in project.tasks] == ["examples.first.tasks.f" if guessed else "tasks.f"]
