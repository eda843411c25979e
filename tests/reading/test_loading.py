"""Loading a configuration as Celery would: what it adds to the static reading."""

from __future__ import annotations

import datetime
import sys

import pytest

from celerykit.errors import UsageError
from celerykit.project import Opaque, State
from celerykit.reading import loading
from celerykit.values.places import Place

APP = "from celery import Celery\napp = Celery('p')\n"


@pytest.fixture
def loaded(read_files):
    """Reads and loads; the one project, and what was not checked."""

    def read(files, *targets, python=sys.executable):
        reading = read_files(files, *targets, static=False, python=python)
        (project,) = reading.projects
        return project, reading.not_checked

    return read


def test_knows_what_only_running_tells(loaded, monkeypatch):
    monkeypatch.setenv("MY_BROKER", "redis://from-environment/0")
    text = """
        import os
        from os.path import join
        broker_url = os.environ["MY_BROKER"]
        worker_pool = join("a", "b")
        task_time_limit = 30
        """
    project, notes = loaded({"celeryconfig.py": text}, "celeryconfig")
    broker = project.config["broker_url"]
    assert (broker.state, broker.value) == (State.KNOWN, "redis://from-environment/0")
    assert broker.place == Place("celeryconfig.py", 3, 14, 37)
    assert str(broker.source) == "MY_BROKER (environment)"
    assert project.config["worker_pool"].value == "a/b"
    assert project.config["task_time_limit"].literal
    assert notes == ()


def test_sees_settings_that_the_source_does_not_show(loaded):
    text = (
        "globals()['task_time_limit'] = 30\n"
        "redis_password = 'hunter2'\n"
        "globals()['security_key_password'] = b'hunter2'\n"
    )
    project, _ = loaded({"celeryconfig.py": text}, "celeryconfig")
    entry = project.config.entry("task_time_limit")
    assert (entry.way, entry.value.value, entry.place) == ("loaded", 30, None)
    assert "hunter2" not in "".join(entry.value.text for entry in project.config.entries)


def test_completes_dicts_part_by_part(loaded):
    text = (
        "from os.path import join\n"
        "broker_transport_options = {\n"
        "    'visibility_timeout': 60,\n"
        "    'global_keyprefix': join('a', 'b'),\n"
        "}\n"
    )
    project, _ = loaded({"celeryconfig.py": text}, "celeryconfig")
    options = project.config["broker_transport_options"]
    assert options.value == {"visibility_timeout": 60, "global_keyprefix": "a/b"}
    assert options.keys["visibility_timeout"].place == Place("celeryconfig.py", 3, 27, 29)
    assert options.keys["global_keyprefix"].place == Place("celeryconfig.py", 4, 25, 39)


def test_loads_an_app_with_its_config(loaded):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": APP
        + (
            "from os.path import join\n"
            "app.config_from_object('proj.conf', namespace='CELERY')\n"
            "app.conf.worker_pool = join('a')\n"
        ),
        "proj/conf.py": "from os.path import join\nCELERY_TIMEZONE = join('UTC')\nCELERY_TASK_TIME_LIMIT = 3\n",
    }
    project, notes = loaded(files, "proj.celery:app")
    assert project.config["timezone"].value == "UTC"
    assert project.config["timezone"].place.path == "proj/conf.py"
    assert project.config["worker_pool"].value == "a"
    assert project.config["task_time_limit"].value == 3
    assert {entry.way for entry in project.config.entries} == {"module", "attribute"}
    assert notes == ()


def test_finds_the_app_behind_a_name_that_the_source_does_not_show_to_be_one(loaded):
    """As with Flask: `celery_app = create_app().extensions["celery"]`."""
    text = "from factory import extensions\ncelery_app = extensions()['celery']\n"
    factory = """
        from celery import Celery
        def extensions():
            return {"celery": Celery("p", broker="redis://from-the-app/0")}
        """
    project, notes = loaded({"make_celery.py": text, "factory.py": factory}, "make_celery:celery_app")
    assert project.config["broker_url"].value == "redis://from-the-app/0"
    assert notes == ()


def test_calls_a_factory_that_needs_nothing(loaded):
    text = (
        "from celery import Celery\n"
        "from os.path import join\n"
        "def make():\n"
        "    return Celery('p', broker=join('redis://h'))\n"
    )
    project, notes = loaded({"proj.py": text}, "proj:make")
    assert project.config["broker_url"].value == "redis://h"
    assert notes == ()


def test_notes_a_factory_that_wants_arguments(loaded):
    text = "from celery import Celery\ndef make(flask):\n    return Celery('p', broker='redis://h')\n"
    project, notes = loaded({"proj.py": text}, "proj.py")
    assert project.failures == ()
    assert project.config["broker_url"].value == "redis://h"
    assert "wants arguments" in notes[0]


def test_keeps_objects_by_their_class(loaded):
    text = """
        import ssl, re
        from datetime import timedelta
        from celery.schedules import crontab
        from kombu import Queue
        result_expires = timedelta(days=1)
        task_queues = [Queue("a")]
        beat_schedule = {"x": {"task": "t", "schedule": crontab(minute=0)}}
        broker_use_ssl = {"ssl_cert_reqs": ssl.CERT_NONE}
        globals().update(task_routes=[(re.compile("a"), {"queue": "q"})], imports=("a",))
        globals().update(redis_backend_use_ssl={"ssl_cert_reqs": ssl.CERT_NONE})
        """
    project, _ = loaded({"celeryconfig.py": text}, "celeryconfig")
    config = project.config
    assert config["result_expires"].value == datetime.timedelta(days=1)
    assert config["task_queues"].value == [Opaque("kombu.Queue", 'Queue("a")')]
    assert config["task_queues"].items[0].items[0].value == "a"
    assert config["beat_schedule"].value["x"]["schedule"] == Opaque("celery.schedules.crontab", "crontab(minute=0)")
    assert config["broker_use_ssl"].value == {"ssl_cert_reqs": Opaque("ssl.VerifyMode", "CERT_NONE")}
    assert config["redis_backend_use_ssl"].value == {"ssl_cert_reqs": Opaque("ssl.VerifyMode", "CERT_NONE")}
    assert config["task_routes"].value[0][0].type == "re.Pattern"
    assert config["imports"].value == ("a",)


def test_takes_out_what_was_not_reached(loaded):
    text = "import os\nif os.getenv('NOT_SET'):\n    task_time_limit = 3\n"
    project, _ = loaded({"celeryconfig.py": text}, "celeryconfig")
    assert project.config.entry("task_time_limit") is None


def test_obeys_celery_s_own_variables(loaded, monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://:hunter2@env/0")
    project, _ = loaded({"proj.py": "from celery import Celery\napp = Celery('p', broker='redis://code/0')\n"}, "proj")
    entry = project.config.entry("broker_url")
    assert (entry.name, entry.value.value) == ("CELERY_BROKER_URL", "redis://:hunter2@env/0")
    assert str(entry.value.source) == "CELERY_BROKER_URL (environment)"
    assert "hunter2" not in entry.value.text


def test_reports_a_module_that_raises(loaded):
    files = {
        "conf/__init__.py": "",
        "conf/base.py": "URL = brokr\n",
        "celeryconfig.py": "from conf import base\nbroker_url = 'redis://h'\n",
    }
    project, notes = loaded(files, "celeryconfig")
    (failure,) = project.failures
    assert (failure.kind, failure.text) == ("raises", "NameError: name 'brokr' is not defined")
    assert (failure.place.path, failure.place.line) == ("conf/base.py", 1)
    assert project.config["broker_url"].value == "redis://h"
    assert notes == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise ValueError('redis://:hunter2@h')", "ValueError: redis://:***@h"),
        ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("raise KeyError('X\\nY')", "KeyError: 'X\\nY'"),
    ],
)
def test_says_in_one_line_what_was_raised(line, text, loaded):
    project, _ = loaded({"celeryconfig.py": f"{line}\n"}, "celeryconfig")
    (failure,) = project.failures
    assert failure.text == text


def test_is_not_disturbed_by_what_the_program_prints(loaded):
    text = (
        "import os, sys\n"
        "print('{}')\n"
        "sys.stderr.write('x')\n"
        "os.write(1, b'{}')\n"
        "os.chdir('/')\n"
        "task_time_limit = int('3')\n"
    )
    project, notes = loaded({"celeryconfig.py": text}, "celeryconfig")
    assert (project.config["task_time_limit"].value, project.failures, notes) == (3, (), ())


def test_does_not_wait_for_threads(loaded):
    text = (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\ntask_time_limit = int('3')\n"
    )
    project, notes = loaded({"celeryconfig.py": text}, "celeryconfig")
    assert (project.config["task_time_limit"].value, notes) == (3, ())


def test_gives_up_on_a_program_that_does_not_end(loaded, monkeypatch):
    monkeypatch.setattr(loading, "TIME_LIMIT", 1.0)
    project, notes = loaded({"celeryconfig.py": "task_time_limit = 3\nwhile True: pass\n"}, "celeryconfig")
    assert project.config["task_time_limit"].value == 3
    assert "takes longer than 1 s" in notes[0]


def test_notes_a_process_that_dies(loaded):
    _, notes = loaded({"celeryconfig.py": "import os\nos._exit(3)\n"}, "celeryconfig")
    assert "without an answer" in notes[0]


def test_notes_where_celery_is_not_installed(loaded, tmp_path):
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S -E "$@"\n')
    python.chmod(0o755)
    project, notes = loaded({"celeryconfig.py": "task_time_limit = 3\n"}, "celeryconfig", python=str(python))
    assert project.config["task_time_limit"].value == 3
    assert "Celery is not installed" in notes[0]


def test_notes_what_is_missing_from_an_interpreter_that_is_not_the_project_s(loaded):
    project, notes = loaded({"celeryconfig.py": "import nowhere_at_all\n"}, "celeryconfig", python=None)
    assert project.failures == ()
    assert "nowhere_at_all" in notes[0]


def test_refuses_an_interpreter_that_is_not_there(loaded):
    with pytest.raises(UsageError, match="no such Python"):
        loaded({"celeryconfig.py": ""}, "celeryconfig", python="/no/where/python")


def test_prefers_the_project_s_environment(tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert loading.interpreter(tmp_path, None) == loading.Interpreter(str(python), own=False)


def test_does_not_load_what_does_not_parse(loaded):
    project, notes = loaded({"celeryconfig.py": "x = \n"}, "celeryconfig")
    assert [failure.kind for failure in project.failures] == ["does-not-parse"]
    assert notes == ()


def test_does_not_let_our_modules_stand_in_for_the_program_s(loaded):
    files = {
        "celeryconfig.py": "import result\ntask_time_limit = result.LIMIT + int('0')\n",
        "result.py": "LIMIT = 3\n",
    }
    project, _ = loaded(files, "celeryconfig")
    assert (project.config["task_time_limit"].value, project.failures) == (3, ())
