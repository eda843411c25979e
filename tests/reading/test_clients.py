"""Connections that modules make when they are imported."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\nfrom sqlalchemy import create_engine\napp = Celery('p')\n"
FUN = "@app.task\ndef f():\n    "
ENGINE = "engine = create_engine('postgresql://h/x')\n"


def found(project):
    return [(client.kind, client.task, client.renewed) for client in project.clients]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{ENGINE}{FUN}engine.connect()\n", "sqlalchemy.create_engine"),
        (f"{ENGINE}Session = sessionmaker(bind=engine)\n{FUN}Session()\n", "sqlalchemy.create_engine"),
        (f"{ENGINE}def db():\n    return engine.connect()\n{FUN}db()\n", "sqlalchemy.create_engine"),
        (f"from pymongo import MongoClient\nc = MongoClient()\ndb = c['x']\n{FUN}db.y.find()\n", "pymongo.MongoClient"),
        (f"import psycopg2\nc = psycopg2.connect('')\n{FUN}c.cursor()\n", "psycopg2.connect"),
        (f"{ENGINE}c = engine.connect()\n{FUN}c.execute()\n", "sqlalchemy.create_engine"),
    ],
)
def test_reads_what_a_task_uses(text, kind, app_of):
    project = app_of(APP + text)
    assert found(project) == [(kind, "proj.f", False)]
    assert project.clients[0].used.line > project.clients[0].place.line


def test_finds_the_connection_in_another_module(app_of):
    text = f"from celery import Celery\nfrom db import engine\napp = Celery('p')\n{FUN}engine.connect()\n"
    project = app_of(text, db="from sqlalchemy import create_engine\n" + ENGINE)
    assert [(client.place.path, client.used.path) for client in project.clients] == [("db.py", "proj.py")]


@pytest.mark.parametrize(
    "more",
    [
        "from celery.signals import worker_process_init\n@worker_process_init.connect\ndef fresh(**k): ...\n",
        "engine.dispose()\n",
    ],
)
def test_knows_what_is_renewed(more, app_of):
    project = app_of(APP + ENGINE + more + "@app.task\ndef f():\n    engine.connect()\n")
    assert found(project) == [("sqlalchemy.create_engine", "proj.f", True)]


def test_knows_what_keeps_no_connections(app_of):
    text = "engine = create_engine('x', poolclass=NullPool)\n@app.task\ndef f():\n    engine.connect()\n"
    assert found(app_of(APP + text)) == [("sqlalchemy.create_engine", "proj.f", True)]


@pytest.mark.parametrize(
    "text",
    [
        ENGINE + "@app.task\ndef f(): ...\n",
        ENGINE + "def f():\n    engine.connect()\n",
        ENGINE + "@app.task\ndef f():\n    engine = 3\n    engine.connect()\n",
        "@app.task\ndef f():\n    create_engine('x').connect()\n",
        "import redis\nr = redis.from_url('')\n@app.task\ndef f():\n    r.get('x')\n",
        "engine = [1][0]\n@app.task\ndef f():\n    engine.connect()\n",
        "def inner():\n    engine = create_engine('x')\n    @app.task\n    def f():\n        engine.connect()\n",
        "engine = other('x')\n@app.task\ndef f():\n    engine.connect()\n",
    ],
)
def test_is_silent_about(text, app_of):
    assert app_of(APP + text).clients == ()


def test_tells_each_connection_once(app_of):
    text = f"{ENGINE}{FUN}engine.connect()\n@app.task\ndef g():\n    engine.connect()\n"
    assert len(app_of(APP + text).clients) == 1


def test_does_not_know_what_keeps_connections_where_options_are_hidden(app_of):
    text = f"engine = create_engine('x', **options)\n{FUN}engine.connect()\n"
    assert found(app_of(APP + text)) == [("sqlalchemy.create_engine", "proj.f", True)]
