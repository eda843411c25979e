from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Client, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.pools import WITH_CHILDREN, pools

# redis-py makes new connections in a new process; these do not.
_CONNECTS = frozenset({
    "MySQLdb.connect", "mysql.connector.connect", "pika.BlockingConnection", "psycopg.connect", "psycopg2.connect",
    "psycopg2.pool.SimpleConnectionPool", "psycopg2.pool.ThreadedConnectionPool", "psycopg_pool.ConnectionPool",
    "pymysql.connect",
})  # fmt: skip
# They connect when they are first used: shared where that is before the worker forks.
_CONNECTS_LATER = frozenset({"pymongo.MongoClient", "sqlalchemy.create_engine"})


class ForkUnsafeConnections(Rule):
    """A connection is made when a module is imported, and all processes of a worker use it.

    *Why*: a prefork worker imports the tasks first and forks then.
    What is connected by then is one connection in all its processes: their questions and answers mix.
    An engine or a client that connects when it is first used is shared only where something uses it before the fork.

    *Instead*: connect in each process, by a handler of `worker_process_init`; of an engine, drop what it holds there:
    `engine.dispose(close=False)`.
    """

    code = "CK815"
    name = "fork-unsafe-connections"
    severity = "warning"
    message = "{kind} is called when the module is imported, before the worker forks: {consequence}"
    fix = "{line}"
    symptoms = (
        "SSL error: decryption failed or bad record mac",
        "lost synchronization with server",
        "MongoClient opened before fork",
        "Commands out of sync",
    )
    bad = """\
import psycopg2
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
database = psycopg2.connect("dbname=proj")


@app.task
def count():
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders")
"""
    good = """\
import psycopg2
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def count():
    with psycopg2.connect("dbname=proj") as database, database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders")
"""

    def check(self, project: Project) -> Iterator[Finding]:
        method = project.config["worker_pool_start_method"]
        spawned = method.unknown or (method.known and method.value == "spawn")
        if spawned or any(pool.name not in WITH_CHILDREN for pool in pools(project)):
            return
        told: set[object] = set()
        for client in project.clients:
            if client.renewed or client.place in told:
                continue
            told.add(client.place)
            if client.kind in _CONNECTS or client.kind in _CONNECTS_LATER:
                yield self._told(client)

    def _told(self, client: Client) -> Finding:
        later = client.kind in _CONNECTS_LATER
        engine = client.kind == "sqlalchemy.create_engine"
        return self.finding(
            client.place,
            subject=client.task or "",
            said="made before the fork",
            related=label(client.used, "used in every process"),
            severity="info" if later else None,
            kind=client.kind,
            consequence=_IF_USED if later else _SHARED,
            line="in a handler of worker_process_init: engine.dispose(close=False)"
            if engine
            else "connect in a handler of worker_process_init, or in the task",
        )


_SHARED = "all its processes talk over one connection, and mix up each other's answers"
_IF_USED = "where anything uses it before, all processes talk over one connection"
