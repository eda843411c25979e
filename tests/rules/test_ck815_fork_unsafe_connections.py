from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Client
from celerykit.values.places import Place
from tests.rules.build import deployed, found, labels, process, unknown


def client(kind: str, *, line: int = 1, task: str = "proj.count", renewed: bool = False) -> Client:
    return Client(kind, Place("proj/db.py", line), task, Place("proj/tasks.py", 9), renewed)


def of(*clients: Client, **words: Any) -> list[Finding]:
    facts = {"clients": clients} | words.pop("facts", {})
    return found("CK815", facts=facts, **words)


def test_a_connection_is_shared_by_all_processes() -> None:
    [finding] = of(client("psycopg2.connect"))
    assert finding.severity == "warning"
    assert finding.message.startswith("psycopg2.connect is called when the module is imported")
    assert labels(finding) == ["made before the fork", "used in every process"]


@pytest.mark.parametrize("kind", ["sqlalchemy.create_engine", "pymongo.MongoClient"])
def test_what_connects_later_may_be_shared(kind: str) -> None:
    [finding] = of(client(kind))
    assert finding.severity == "info"
    assert "where anything uses it before" in finding.message


def test_each_is_told_once() -> None:
    assert len(of(client("psycopg2.connect"), client("psycopg2.connect", task="proj.b"))) == 1
    assert len(of(client("psycopg2.connect"), client("psycopg2.connect", line=2))) == 2


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("redis.Redis", {}),
        ("redis.ConnectionPool", {}),
        ("asyncpg.connect", {}),
        ("psycopg2.connect", {"worker_pool": "threads"}),
        ("psycopg2.connect", {"worker_pool": unknown("POOL")}),
        ("psycopg2.connect", {"worker_pool_start_method": "spawn"}),
        ("psycopg2.connect", {"facts": {"deployment": deployed(process("worker", pool="solo"))}}),
    ],
)
def test_is_silent_where_none_is_shared(kind: str, words: dict[str, Any]) -> None:
    assert of(client(kind), **words) == []


def test_is_silent_where_each_process_makes_its_own() -> None:
    assert of(client("psycopg2.connect", renewed=True)) == []
