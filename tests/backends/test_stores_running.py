"""Result stores that are databases, at work: what a worker stores, another process reads, and clean-up removes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.workers import run, running_worker

pytestmark = pytest.mark.servers

APP = """
import os
from celery import Celery
import celerykit

app = Celery("shop")
app.config_from_object(celerykit.load_profile(os.environ["PROFILE"], app_name="shop"))

@app.task
def text(length):
    return "é🐘\\0" + "x" * length

@app.task
def fail():
    raise ValueError("unhappy 🐘")

@app.task
def add(*numbers):
    return sum(numbers)

@app.task
def total(numbers):
    return sum(numbers)
"""
SEND = """
import json, os
if "DJANGO_SETTINGS_MODULE" in os.environ:
    import django
    django.setup()
from celery import chord
from shop import add, fail, text, total

joined = chord([add.s(n, n) for n in range(5)])(total.s())
print(json.dumps({"large": text.delay(200_000).id, "failed": fail.delay().id, "joined": joined.id}))
"""
# Reads results; then makes the first two as old as can be and has the worker clean up, as beat does once a day.
READ = """
import datetime, json, os, sys, time
if "DJANGO_SETTINGS_MODULE" in os.environ:
    import django
    django.setup()
from shop import app

def age(ids):
    longest_ago = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        from django_celery_results.models import TaskResult
        TaskResult.objects.filter(task_id__in=ids).update(date_done=longest_ago)
        return
    import sqlalchemy
    table = app.backend.task_cls.__table__
    with app.backend.ResultSession() as session:
        session.execute(sqlalchemy.update(table).where(table.c.task_id.in_(ids)).values(date_done=longest_ago))
        session.commit()

def states():
    return [app.AsyncResult(task_id).state for task_id in sys.argv[1:]]

seen = []
for task_id in sys.argv[1:]:
    result = app.AsyncResult(task_id)
    value = result.get(timeout=60, propagate=False)
    seen.append([value if isinstance(value, (str, int)) else repr(value), result.state, result.traceback])
age(sys.argv[1:3])
app.tasks["celery.backend_cleanup"].delay()
end = time.monotonic() + 30
while "PENDING" not in states() and time.monotonic() < end:
    time.sleep(0.1)
print(json.dumps([*seen, states()]))
"""
SETTINGS = """
import json, os
SECRET_KEY = "of no use"
INSTALLED_APPS = ["django_celery_results"]
USE_TZ = True
DATABASES = {"default": json.loads(os.environ["DATABASE"])}
"""
SCRIPTS = {"shop.py": APP, "send.py": SEND, "read.py": READ, "settings.py": SETTINGS}


@dataclass(frozen=True)
class Shop:
    """A project in a folder, and the environment that names its servers."""

    folder: Path
    env: dict[str, str]

    def run(self, script: str, *args: str) -> str:
        return run(script, *args, cwd=self.folder, env=self.env, limit=90)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, script in SCRIPTS.items():
        (tmp_path / name).write_text(script)
    return tmp_path


def check(shop: Shop) -> None:
    """Sender, worker and reader are processes of their own."""
    with running_worker("shop:app", cwd=shop.folder, env=shop.env):
        ids = json.loads(shop.run("send.py"))
        large, failed, joined, after = json.loads(shop.run("read.py", ids["large"], ids["failed"], ids["joined"]))
    value, state, _ = large
    assert (value == "é🐘\0" + "x" * 200_000, state) == (True, "SUCCESS")
    error, state, traceback = failed
    assert (error, state) == ("ValueError('unhappy 🐘')", "FAILURE")
    assert 'raise ValueError("unhappy 🐘")' in traceback
    assert joined[:2] == [20, "SUCCESS"]
    assert after == ["PENDING", "PENDING", "SUCCESS"]


def test_postgresql(folder: Path, postgres_url: str, rabbitmq_url: str) -> None:
    env = {"CELERY_BROKER_URL": rabbitmq_url, "CELERY_RESULT_BACKEND": f"db+{postgres_url}"}
    check(Shop(folder, {"PROFILE": "rabbitmq-database", **env}))


def test_mariadb_whose_character_set_is_latin1(folder: Path, mariadb_url: str, redis_url: str) -> None:
    engine = create_engine(mariadb_url)
    with engine.begin() as connection:
        connection.execute(text(f"alter database {engine.url.database} character set latin1"))
    engine.dispose()
    env = {"CELERY_BROKER_URL": redis_url, "CELERY_RESULT_BACKEND": f"db+{mariadb_url}"}
    check(Shop(folder, {"PROFILE": "rabbitmq-database", **env}))


def test_django_on_postgresql(folder: Path, postgres_url: str, redis_url: str) -> None:
    url = make_url(postgres_url)
    database = {"NAME": url.database, "HOST": url.host, "PORT": url.port, "USER": url.username}
    check(django(folder, redis_url, {"ENGINE": "django.db.backends.postgresql", **database}))


def test_django_on_sqlite_named_by_the_environment(folder: Path, redis_url: str) -> None:
    options = {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db.sqlite3", "OPTIONS": options}
    env = {"PROFILE": "redis-redis", "CELERY_RESULT_BACKEND": "django-db"}
    check(django(folder, redis_url, database, **env))


def django(folder: Path, broker: str, database: dict[str, object], **env: str) -> Shop:
    """A Django project whose tables are made."""
    named = {"DJANGO_SETTINGS_MODULE": "settings", "DATABASE": json.dumps(database), "PYTHONPATH": str(folder)}
    shop = Shop(folder, {"PROFILE": "redis-django", "CELERY_BROKER_URL": broker, **named, **env})
    shop.run("-m", "django", "migrate", "--verbosity=0")
    return shop
