from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Project
from tests.rules.build import call, compared, env, found, labels, project, read, task, unknown

BROKER = "redis://localhost:6379/0"
RESULTS = "redis://localhost:6379/1"


def client(backend: object = RESULTS, broker: object = BROKER, **words: Any) -> Project:
    return project(
        app="web:app",
        **{"reads": [read("get", "work.add")], "broker_url": broker, "result_backend": backend, **words},
    )


def worker(backend: object = "redis://localhost:6379/2", broker: object = BROKER, **words: Any) -> Project:
    return project(app="work:app", tasks=[task("work.add")], broker_url=broker, result_backend=backend, **words)


def between(one: Project, other: Project) -> list[Finding]:
    assert found("CK308", result_backend=RESULTS) == []
    return compared("CK308", one, other)


def test_two_databases_of_one_redis() -> None:
    [finding] = between(client(), worker())
    assert finding.severity == "error"
    assert "PENDING for ever" in finding.message
    assert labels(finding) == ["the client looks here", "the worker puts it there", "read here"]


def test_the_order_in_which_they_are_named_is_of_no_account() -> None:
    assert len(between(worker(), client())) == 1


@pytest.mark.parametrize("backend", ["rpc://", "db+postgresql://db/results", None, "redis://other:6379/1"])
def test_other_stores(backend: str | None) -> None:
    assert between(client(), worker(backend))


def test_two_tables() -> None:
    assert between(client("db+postgresql://db/one"), worker("db+postgresql://db/two"))


def test_two_serializers() -> None:
    [finding] = between(client(), worker(RESULTS, result_serializer="pickle"))
    assert "result_serializer is 'json'" in finding.message
    assert "cannot read" in finding.message


def test_two_prefixes() -> None:
    options = {"global_keyprefix": "prod-"}
    [finding] = between(client(), worker(RESULTS, result_backend_transport_options=options))
    assert "global_keyprefix" in finding.message


def test_a_client_that_only_knows_ids() -> None:
    assert between(client(reads=[read("state", by_id=True)], calls=[call("work.add", "send_task")]), worker())


def test_a_client_without_tasks_on_the_same_broker() -> None:
    assert between(client(reads=[read("state", by_id=True)]), worker())


def test_shows_no_password() -> None:
    [finding] = between(client("redis://:hunter2@localhost/1"), worker("redis://:hunter2@localhost/2"))
    assert "hunter2" not in finding.message + finding.fix


def test_says_which_variable_may_change_it() -> None:
    assert between(client(env("RESULTS", RESULTS)), worker())[0].message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (client(), worker(RESULTS)),
        (client("redis://127.0.0.1/1"), worker(RESULTS)),
        (client("rediss://localhost:6379/1"), worker(RESULTS)),
        (client("redis://localhost/1"), worker("redis://redis/1", "redis://redis/0")),
        (client("rpc://"), worker(RESULTS)),
        (client(unknown("RESULTS", str)), worker()),
        (client(), worker(unknown("RESULTS", str))),
        (client(), worker(broker="redis://localhost:6379/5")),
        (client(reads=[]), worker()),
        (client(reads=[read("forget", "work.add")]), worker()),
        (client(reads=[read("get", "web.add")]), worker()),
        (client(tasks=[task("work.add")]), worker()),
        (client(reads=[read("state", by_id=True)], broker="redis://cache/0"), worker()),
        (client(reads=[read("state", by_id=True)], tasks=[task("web.add")]), worker()),
        (client("db+postgresql://db/one", result_serializer="json"), worker("db+postgresql://db/one")),
    ],
)
def test_is_silent_where_they_agree_or_have_nothing_to_do_with_each_other(one: Project, other: Project) -> None:
    assert between(one, other) == []
