"""Messages through a fresh SQLite file: kombu's transport, our engine plugin, several processes."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from celerykit.brokers.sqlite_plugin import SqlitePlugin
from tests.workers import eventually, run, running_worker

# kombu's models use what SQLAlchemy 2.1 calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")

OPTIONS = {"plugins": ["celerykit"], "polling_interval": 0.02}
APP = """
import os
from celery import Celery

folder = os.environ["FOLDER"]
app = Celery("app", broker=f"sqla+sqlite:///{folder}/messages.sqlite3", backend=f"db+sqlite:///{folder}/results.sqlite3")
app.conf.broker_transport_options = {"plugins": ["celerykit"], "polling_interval": 0.02}
app.conf.database_engine_options = {"plugins": ["celerykit"]}
app.conf.broker_connection_retry_on_startup = True


@app.task(name="note")
def note(number):
    with open(f"{folder}/done", "a") as file:
        file.write(f"{number}\\n")
    return number
"""
SENDER = """
import sys
from celery_app import note

for number in range(int(sys.argv[1]), int(sys.argv[2])):
    note.delay(number)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqla+sqlite:///{tmp_path}/messages.sqlite3"


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    with Connection(url, transport_options=OPTIONS) as found:
        yield found
        found.default_channel.session.close()
        found.default_channel.session.bind.dispose()


def rows(url: str, table: str) -> list[Any]:
    with sqlite3.connect(url.removeprefix("sqla+sqlite:///")) as database:
        found = database.execute(f"SELECT * FROM {table}").fetchall()
    database.close()
    return found


def test_kombu_polls_as_often_as_asked(connection: Connection) -> None:
    assert connection.transport.polling_interval == 0.02


def test_without_the_plugin_the_same_option_is_refused(url: str) -> None:
    plain = Connection(url, transport_options={"polling_interval": 0.02})
    with plain, pytest.raises(TypeError, match="polling_interval"):
        plain.SimpleQueue("q").put("x")


def test_a_message_arrives_and_is_deleted_when_it_is_taken(connection: Connection, url: str) -> None:
    queue = connection.SimpleQueue("q")
    queue.put({"number": 1})
    queue.put({"number": 2})
    assert len(rows(url, "kombu_message")) == 2
    message = queue.get(timeout=5)
    assert message.payload == {"number": 1}
    assert len(rows(url, "kombu_message")) == 1
    message.ack()


def test_a_message_that_is_put_back_comes_again(connection: Connection) -> None:
    queue = connection.SimpleQueue("q")
    queue.put("again")
    queue.get(timeout=5).requeue()
    assert queue.get(timeout=5).payload == "again"


def test_the_file_has_a_write_ahead_log_and_patient_locks(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/x.sqlite3", plugins=["celerykit"])
    with engine.connect() as open_one:
        assert open_one.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert open_one.execute(text("PRAGMA busy_timeout")).scalar() == 30_000
    engine.dispose()


def test_a_queue_that_another_process_adds_first_keeps_its_number(tmp_path: Path) -> None:
    """What two processes do that both saw no such queue."""
    engine = create_engine(f"sqlite:///{tmp_path}/x.sqlite3", plugins=["celerykit"])
    with engine.begin() as both:
        both.exec_driver_sql("CREATE TABLE kombu_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)")
        both.exec_driver_sql("CREATE TABLE kombu_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE)")
        add = "INSERT INTO kombu_queue (name) VALUES (?)"
        numbers = [both.exec_driver_sql(add, (name,)).lastrowid for name in ("a", "b", "a")]
        assert numbers == [1, 2, 1]
        assert both.exec_driver_sql("SELECT id, name FROM kombu_queue ORDER BY id").fetchall() == [(1, "a"), (2, "b")]
    engine.dispose()


def test_a_connection_does_not_follow_into_a_forked_process(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/x.sqlite3", plugins=["celerykit"])
    with engine.connect() as first:
        parents = id(first.connection.dbapi_connection)
    with engine.connect() as again:
        assert id(again.connection.dbapi_connection) == parents

    def look(answer: Any) -> None:
        with engine.connect() as childs:
            answer.put(id(childs.connection.dbapi_connection) == parents)
        os._exit(0)

    context = multiprocessing.get_context("fork")
    answer = context.SimpleQueue()
    child = context.Process(target=look, args=(answer,))
    child.start()
    child.join(20)
    assert child.exitcode == 0
    assert answer.get() is False
    engine.dispose()


def test_other_databases_only_lose_what_kombu_reads_itself() -> None:
    arguments: dict[str, Any] = {"polling_interval": 1, "max_retries": 3, "pool_size": 2}
    plugin = SqlitePlugin(make_url("postgresql://localhost/x"), arguments)
    assert arguments == {"pool_size": 2}
    assert plugin.update_url(plugin.url) == plugin.url


@pytest.mark.slow
def test_two_senders_and_two_workers_on_a_fresh_file_do_every_task_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    (tmp_path / "celery_app.py").write_text(APP)
    (tmp_path / "sender.py").write_text(SENDER)
    env, done, each = {"FOLDER": str(tmp_path)}, tmp_path / "done", 60
    done.touch()
    with ThreadPoolExecutor(2) as senders:
        sending = [
            senders.submit(run, "sender.py", str(n * each), str((n + 1) * each), cwd=tmp_path, env=env) for n in (0, 1)
        ]
        with (
            running_worker(cwd=tmp_path, env=env, args=["-n", "one@%h"]) as one,
            running_worker(cwd=tmp_path, env=env, args=["-n", "two@%h"]) as two,
        ):
            for sent in sending:
                sent.result()
            eventually(lambda: len(done.read_text().split()) >= 2 * each, limit=30, what="all tasks are done")
            logs = one.output() + two.output()
    assert Counter(done.read_text().split()) == Counter(map(str, range(2 * each)))
    assert [line for line in logs.splitlines() if "ERROR" in line or "locked" in line] == []
    assert rows(f"sqla+sqlite:///{tmp_path}/messages.sqlite3", "kombu_message") == []
