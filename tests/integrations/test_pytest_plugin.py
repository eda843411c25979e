"""The fixtures as people use them: in a pytest run of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.process import run

pytestmark = [pytest.mark.slow, pytest.mark.oldest]

TASKS = """\
from celery import chord, shared_task

@shared_task
def add(x, y):
    return x + y

@shared_task
def total(numbers):
    return sum(numbers)

@shared_task(bind=True, max_retries=2)
def third_time_lucky(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0.01)
    return self.request.retries

@shared_task
def fails():
    raise LookupError("no such order")
"""

IN_THE_OPEN = """\
import os
import threading

import pytest
from kombu.exceptions import EncodeError

from orders import add, fails, third_time_lucky, total
from celery import chord

SOON = {"timeout": 20, "interval": 0.005}


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def test_a_task_runs_and_its_result_comes_back(celerykit_worker):
    assert add.delay(2, 2).get(**SOON) == 4


def test_it_runs_in_another_thread(celerykit_app, celerykit_worker):
    @celerykit_app.task
    def where():
        return threading.current_thread().name

    celerykit_worker.reload()
    assert where.delay().get(**SOON) not in {None, threading.current_thread().name}


def test_it_is_tried_again(celerykit_worker):
    assert third_time_lucky.delay().get(**SOON) == 2


def test_a_chord_is_counted(celerykit_worker):
    assert chord(add.s(i, i) for i in range(3))(total.s()).get(**SOON) == 6


def test_a_failure_comes_back(celerykit_worker):
    with pytest.raises(LookupError, match="no such order"):
        fails.delay().get(**SOON)


def test_what_the_serializer_refuses_is_refused_when_sent(celerykit_worker):
    with pytest.raises(EncodeError):
        add.delay(object(), 1)


def test_tuples_arrive_as_lists_as_they_do_in_production(celerykit_worker):
    assert add.delay((1,), (2,)).get(**SOON) == [1, 2]


def test_messages_may_be_left(celerykit_app):
    add.delay(1, 1)
    add.apply_async((1, 1), countdown=1000)


def test_and_the_next_test_does_not_meet_them(celerykit_worker):
    assert add.delay(1, 1).get(**SOON) == 2
    assert celerykit_worker.stats()["total"] == {"orders.add": 1}


def test_the_app_is_configured_by_the_profile(celerykit_app):
    assert celerykit_app.conf.task_default_queue == "testing"
    assert celerykit_app.conf.task_time_limit == 1800
    assert celerykit_app.connection().transport.driver_type == "memory"


def test_the_environment_is_as_it_was():
    assert os.environ["CELERY_BROKER_URL"] == "redis://production"
    assert "CELERYKIT_EMBEDDED" not in os.environ
"""

OWN_PROFILE = """\
import pytest

@pytest.fixture
def celerykit_profile():
    return "shop"

def test_it_is_ours_but_for_the_servers(celerykit_app, celerykit_worker):
    assert celerykit_app.conf.task_time_limit == 600
    assert celerykit_app.conf.task_default_queue == "shop"
    assert celerykit_app.conf.broker_url == "memory://"
    assert celerykit_app.conf.broker_transport_options == {"polling_interval": 0.005}
"""
SHOP = """\
summary = "The shop."
extends = "rabbitmq-redis"
app_name = "shop"
[intent]
longest_task = "10m"
"""

OWN_APP = """\
from celery import Celery

import celerykit

app = Celery("shop")
app.config_from_object(celerykit.load_profile("redis-redis", app_name="shop"))


@app.task
def add(x, y):
    return x + y
"""
WITH_OWN_APP = """\
import pytest
from shop import add, app

@pytest.mark.parametrize("number", range(3))
def test_adds(celerykit_app, celerykit_worker, number):
    assert celerykit_app is app
    assert app.conf.task_acks_late is False
    assert add.delay(number, 1).get(timeout=20, interval=0.005) == number + 1
    assert celerykit_worker.stats()["total"] == {"shop.add": 1}
"""


def pytest_over(folder: Path, files: Mapping[str, str], ini: str = "") -> subprocess.CompletedProcess[str]:
    """A pytest run over these files, where the environment names servers that are not there."""
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = .\nfilterwarnings = error\n{ini}\n")
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    servers = {"CELERY_BROKER_URL": "redis://production", "CELERY_RESULT_BACKEND": "redis://production/1"}
    return run("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder, env=servers)


def test_tasks_run_in_memory_each_test_by_itself(tmp_path: Path) -> None:
    ran = pytest_over(tmp_path, {"orders.py": TASKS, "test_orders.py": IN_THE_OPEN})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{IN_THE_OPEN.count('def test_')} passed" in ran.stdout


def test_a_profile_of_ones_own_is_taken_into_memory(tmp_path: Path) -> None:
    ran = pytest_over(tmp_path, {"profiles/shop.toml": SHOP, "test_shop.py": OWN_PROFILE})
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr


def test_an_app_of_ones_own_finds_memory_when_it_is_imported(tmp_path: Path) -> None:
    ran = pytest_over(tmp_path, {"shop.py": OWN_APP, "test_shop.py": WITH_OWN_APP}, "celerykit_app = shop:app")
    assert "3 passed" in ran.stdout, ran.stdout + ran.stderr


def test_an_app_that_is_not_there_is_said(tmp_path: Path) -> None:
    test = "def test_it(celerykit_app):\n    pass\n"
    ran = pytest_over(
        tmp_path, {"shop.py": "application = 1\n", "test_it.py": test}, "celerykit_app = shop:application"
    )
    assert "celerykit_app is 'shop:application', where there is no Celery app" in ran.stdout


def test_a_worker_that_cannot_start_is_said(tmp_path: Path) -> None:
    test = (
        "from celery.bootsteps import StartStopStep\n"
        "class Broken(StartStopStep):\n"
        "    def start(self, parent):\n"
        "        raise RuntimeError('broken step')\n"
        "def test_it(celerykit_app, request):\n"
        "    celerykit_app.steps['worker'].add(Broken)\n"
        "    request.getfixturevalue('celerykit_worker')\n"
    )
    ran = pytest_over(tmp_path, {"test_it.py": test})
    assert "the worker ended before it was ready" in ran.stdout, ran.stdout


def test_nothing_is_loaded_and_nothing_changed_until_a_fixture_is_used(tmp_path: Path) -> None:
    test = (
        "import os, sys\n"
        "def test_it():\n"
        "    assert not {'celery', 'kombu', 'pydantic', 'celerykit.profile'} & set(sys.modules)\n"
        "    assert os.environ['CELERY_BROKER_URL'] == 'redis://production'\n"
    )
    ran = pytest_over(tmp_path, {"test_it.py": test})
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
