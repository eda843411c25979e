"""Tasks of no app that is known, in programs of several apps."""

from __future__ import annotations

APP = "from celery import Celery\napp = Celery('p')\n"
TASK = "from celery import shared_task\n@shared_task\ndef f(): ...\n"


def modules(reading):
    return {each.app: {task.module for task in each.tasks} for each in reading.projects}


def test_a_task_that_nobody_imports_is_the_nearest_app_s(read_files):
    files = {
        "a/__init__.py": "",
        "a/main.py": APP,
        "a/jobs.py": TASK,
        "b/__init__.py": "",
        "b/main.py": APP,
        "lib/__init__.py": "",
        "lib/more.py": TASK,
    }
    assert modules(read_files(files, ".")) == {"a.main:app": {"a.jobs"}, "b.main:app": set()}


def test_a_task_that_an_app_imports_is_its_own_wherever_it_stands(read_files):
    files = {
        "a/__init__.py": "",
        "a/main.py": APP,
        "b/__init__.py": "",
        "b/main.py": APP + "import lib.more\n",
        "lib/__init__.py": "",
        "lib/more.py": TASK,
    }
    assert modules(read_files(files, ".")) == {"a.main:app": set(), "b.main:app": {"lib.more"}}


def test_a_lone_app_is_near_to_all(read_files):
    files = {"a/__init__.py": "", "a/main.py": APP, "lib/__init__.py": "", "lib/more.py": TASK}
    assert modules(read_files(files, ".")) == {"a.main:app": {"lib.more"}}


def test_an_app_in_the_root_is_near_to_what_no_other_is_near_to(read_files):
    files = {
        "main.py": APP,
        "b/__init__.py": "",
        "b/main.py": APP,
        "b/jobs.py": TASK,
        "lib/__init__.py": "",
        "lib/more.py": TASK,
    }
    assert modules(read_files(files, ".")) == {"main:app": {"lib.more"}, "b.main:app": {"b.jobs"}}


def test_the_apps_of_tests_do_not_count(read_files):
    files = {"a/__init__.py": "", "a/main.py": APP, "lib/__init__.py": "", "lib/more.py": TASK, "tests/test_a.py": APP}
    assert modules(read_files(files, "."))["a.main:app"] == {"lib.more"}


def test_a_task_beside_several_is_that_of_none(read_files):
    files = {"x/a/main.py": APP, "x/b/main.py": APP, "x/c/jobs.py": TASK, "x/d.py": "import x.a.main\n"}
    assert set(map(frozenset, modules(read_files(files, ".")).values())) == {frozenset()}


def test_what_an_app_sends_by_name_is_its_own_though_another_app_has_the_task(read_files):
    files = {
        "web.py": "from celery import Celery\napp = Celery('web')\nx = app.send_task('work.add').get()\n",
        "worker.py": "from celery import Celery\napp = Celery('work')\n@app.task(name='work.add')\ndef add(): ...\n",
    }
    web, worker = read_files(files).projects
    assert ([call.task for call in web.calls], [read.task for read in web.reads]) == (["work.add"], ["work.add"])
    assert (worker.calls, worker.reads) == ((), ())
