"""What a program says on the app itself: `Celery(…)`, `app.conf`."""

from __future__ import annotations

import pytest

from celerykit.project import State
from celerykit.values.places import Place


def said(project):
    return [(e.name, e.setting, e.way, e.value.value) for e in project.config.entries]


def test_reads_keywords(app_of):
    project = app_of(
        "from celery import Celery\n"
        'app = Celery("p", broker="redis://h/0", backend="rpc://", include=["t"], task_acks_late=True)\n'
    )
    assert said(project) == [
        ("broker", "broker_url", "keyword", "redis://h/0"),
        ("backend", "result_backend", "keyword", "rpc://"),
        ("include", "include", "keyword", ["t"]),
        ("task_acks_late", "task_acks_late", "keyword", True),
    ]
    assert project.app == "proj:app"
    assert project.app_place == Place("proj.py", 2, 7, 94)
    broker = project.config.entries[0]
    assert broker.place == Place("proj.py", 2, 19, 25)
    assert broker.value.place == Place("proj.py", 2, 26, 39)


def test_reads_positional_arguments(app_of):
    text = (
        "from celery import Celery\n"
        "app = Celery('p', None, 'rpc://', None, None, None, None, True, None, 'amqp://', ['t'])\n"
    )
    assert said(app_of(text)) == [
        ("backend", "result_backend", "keyword", "rpc://"),
        ("broker", "broker_url", "keyword", "amqp://"),
        ("include", "include", "keyword", ["t"]),
    ]


def test_reads_a_dict_of_keywords(app_of):
    project = app_of(
        "import celery\nOPTIONS = {'task_time_limit': 3}\napp = celery.Celery('p', **OPTIONS, **{'timezone': 'UTC'})\n"
    )
    assert said(project) == [
        ("task_time_limit", "task_time_limit", "keyword", 3),
        ("timezone", "timezone", "keyword", "UTC"),
    ]
    assert project.config.entries[0].place == Place("proj.py", 2, 12, 29)


def test_is_incomplete_where_keywords_are_hidden(app_of):
    assert not app_of("from celery import Celery\napp = Celery('p', **unheard_of)\n").config.complete


def test_takes_no_parameter_for_a_setting(app_of):
    text = (
        "from celery import Celery\n"
        "app = Celery('p', main='x', set_as_current=False, task_cls='x:Y', strict_typing=False, broker=None)\n"
    )
    assert said(app_of(text)) == []


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("app.conf.task_time_limit = 30", "attribute"),
        ('app.conf["task_time_limit"] = 30', "attribute"),
        ("app.conf.update(task_time_limit=30)", "update"),
        ('app.conf.update({"task_time_limit": 30})', "update"),
        ('app.conf.update(**{"task_time_limit": 30})', "update"),
        ("app.conf.update(dict(task_time_limit=30))", "update"),
        ("LIMITS = {'task_time_limit': 30}\napp.conf.update(LIMITS)", "update"),
        ("conf = app.conf\nconf.task_time_limit = 30", "attribute"),
    ],
)
def test_reads_what_is_written_to_conf(line, way, app_of):
    project = app_of(f"from celery import Celery\napp = Celery('p')\n{line}\n")
    assert said(project) == [("task_time_limit", "task_time_limit", way, 30)]
    assert project.config.complete


def test_gives_names_written_to_conf_their_places(app_of):
    text = (
        "from celery import Celery\n"
        'app = Celery("p")\n'
        'app.conf.timezone = "UTC"\n'
        'app.conf["enable_utc"] = True\n'
        "app.conf.update(imports=())\n"
    )
    places = [entry.place for entry in app_of(text).config.entries]
    assert places == [Place("proj.py", 3, 10, 18), Place("proj.py", 4, 10, 22), Place("proj.py", 5, 17, 24)]


def test_is_incomplete_where_conf_is_updated_with_what_is_not_known(app_of):
    assert not app_of("from celery import Celery\napp = Celery('p')\napp.conf.update(flask.config)\n").config.complete


def test_does_not_know_a_value_written_in_some_cases_only(app_of):
    text = (
        "import os\n"
        "from celery import Celery\n"
        "app = Celery('p')\n"
        "if os.getenv('X'):\n"
        "    app.conf.task_always_eager = True\n"
    )
    assert app_of(text).config["task_always_eager"].state is State.UNKNOWN


def test_adds_keys_to_a_schedule(app_of):
    text = (
        "from celery import Celery\n"
        "app = Celery('p')\n"
        "app.conf.beat_schedule = {'a': {}}\n"
        "app.conf.beat_schedule['b'] = {}\n"
    )
    assert app_of(text).config["beat_schedule"].value == {"a": {}, "b": {}}


def test_follows_the_app_into_other_modules(app_of):
    main = "from celery import Celery\napp = Celery('p')\n"
    other = "from proj import app\napp.conf.task_time_limit = 30\n"
    entry = app_of(main, other=other).config.entry("task_time_limit")
    assert entry.value.place == Place("other.py", 2, 28, 30)


def test_leaves_out_what_tests_write(app_of):
    main = "from celery import Celery\napp = Celery('p')\n"
    assert app_of(main, test_it="from proj import app\napp.conf.task_always_eager = True\n").config.entries == ()


def test_reads_an_app_made_by_a_factory(project_of):
    text = """
        from celery import Celery

        def make_celery(name):
            celery = Celery(name, broker="redis://h/0")
            celery.conf.task_time_limit = 30
            return celery

        app = make_celery("p")
        app.conf.timezone = "UTC"
        """
    project = project_of({"proj.py": text}, "proj:app")
    assert {entry.setting for entry in project.config.entries} == {"broker_url", "task_time_limit", "timezone"}


def test_reads_a_subclass_of_celery(app_of):
    text = "from celery import Celery\nclass Mine(Celery):\n    pass\napp = Mine('p', broker='redis://h')\n"
    assert app_of(text).config["broker_url"].value == "redis://h"


def test_finds_the_app_that_a_module_imports(project_of):
    files = {
        "proj/__init__.py": "from .celery import app\n",
        "proj/celery.py": "from celery import Celery\napp = Celery('p')\n",
    }
    for target in ("proj", "proj.celery", "proj:app", "proj.celery:app", "proj/celery.py"):
        assert project_of(files, target).app == "proj.celery:app"


def test_keeps_apps_apart(read_files):
    files = {
        "one.py": "from celery import Celery\napp = Celery('one', broker='redis://one')\n@app.task\ndef f(): ...\n",
        "two.py": (
            "from celery import Celery\n"
            "app = Celery('two', broker='redis://two')\n"
            "@app.task\n"
            "def g(): ...\n"
            "g.delay()\n"
            "app.send_task('x')\n"
            "app.AsyncResult(1).get()\n"
        ),
    }
    one, two = read_files(files).projects
    assert (one.config["broker_url"].value, two.config["broker_url"].value) == ("redis://one", "redis://two")
    assert [task.name for task in one.tasks] == ["one.f"]
    assert [task.name for task in two.tasks] == ["two.g"]
    assert one.calls == ()
    assert [call.task for call in two.calls] == ["two.g", "x"]
    assert one.reads == ()
    assert [found.how for found in two.reads] == ["get"]


@pytest.mark.parametrize("again", ["app = health.setup(app)", "app = wrapped(app, 1)"])
def test_an_app_whose_name_is_bound_again_stays_that_app(again, read_files):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": (
            "import health\nfrom celery import Celery\nfrom health import wrapped\n"
            f"app = Celery('p')\napp.conf.broker_url = 'redis://h'\n{again}\n"
        ),
        "proj/tasks.py": "from proj.celery import app\n@app.task\ndef f(): ...\n",
    }
    (project,) = read_files(files).projects
    assert project.config["broker_url"].value == "redis://h"
    assert [task.name for task in project.tasks] == ["proj.tasks.f"]


def test_the_object_of_a_method_is_not_the_app(read_files):
    files = {
        "app.py": "from celery import Celery\napp = Celery('p')\n",
        "views.py": "class View:\n    def save(self):\n        self.conf.name = 1\n",
        "given.py": "def configure(app):\n    app.conf.task_time_limit = 30\n",
    }
    (project,) = read_files(
        files,
    ).projects
    assert [each.name for each in project.config.entries] == ["task_time_limit"]


def test_a_shared_task_is_left_to_the_app_whose_workers_are_started(read_files):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": "from celery import Celery\napp = Celery('p', include=['proj.tasks'])\n",
        "proj/tasks.py": (
            "from celery import Celery, shared_task\nclient = Celery('c')\n@shared_task\ndef f(): ...\nf.delay()\n"
        ),
    }
    tasks = {each.app: [task.name for task in each.tasks] for each in read_files(files).projects}
    assert tasks == {"proj.celery:app": ["proj.tasks.f"], "proj.tasks:client": ["proj.tasks.f"]}
    started = read_files({**files, "Procfile": "w: celery -A proj worker\n"}).projects
    assert {each.app: [task.name for task in each.tasks] for each in started} == {
        "proj.celery:app": ["proj.tasks.f"],
        "proj.tasks:client": [],
    }
