from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import deployed, found, labels, process, unknown

DATABASE = "db+postgresql+psycopg://d/r"
CHECKED = {"pool_pre_ping": True, "pool_recycle": 3600}


def judged(options: Any, backend: Any = DATABASE, **words: Any) -> list[Finding]:
    return found("CK317", result_backend=backend, database_engine_options=options, **words)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("connect_timeout", 'hand it to the driver: "connect_args": {"connect_timeout": …}'),
        ("sslmode", 'hand it to the driver: "connect_args": {"sslmode": …}'),
        ("recycle", "did you mean pool_recycle?"),
        ("pre_ping", "did you mean pool_pre_ping?"),
        ("pool_sise", "did you mean pool_size?"),
        ("quux", "take quux out"),
    ],
)
def test_what_the_engine_does_not_take(name: str, cure: str) -> None:
    [finding] = judged({**CHECKED, name: 5})
    assert (finding.severity, finding.fix) == ("error", cure)
    assert labels(finding) == ["refused", "kept here"]


def test_one_that_is_not_known_among_others_whose_values_are_not() -> None:
    assert judged({"sslmode": "require", "pool_size": unknown("SIZE")})


@pytest.mark.parametrize("pool", ["gevent", "solo", "threads"])
def test_a_pool_of_connections_where_none_is_kept(pool: str) -> None:
    [finding] = judged({**CHECKED, "pool_size": 5, "max_overflow": 2}, worker_pool=pool)
    assert finding.severity == "warning"
    assert "pool_size, max_overflow have no effect" in finding.message
    facts = {"deployment": deployed(process("worker", pool=pool))}
    assert labels(judged({**CHECKED, "pool_size": 5}, facts=facts)) == [
        "no pool here",
        "workers of this kind keep no connections",
    ]


def test_what_celery_sets_itself_is_gone() -> None:
    [finding] = judged({"echo": True})
    assert finding.severity == "info"
    assert '{"pool_pre_ping": True, "pool_recycle": 3600, …}' in finding.fix


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (CHECKED, {}),
        ({**CHECKED, 1: "one"}, {}),
        ({"pool_pre_ping": True, "pool_size": 20, "max_overflow": 0, "connect_args": {"sslmode": "require"}}, {}),
        ({"pool_recycle": 300, "isolation_level": "AUTOCOMMIT"}, {}),
        ({"poolclass": "NullPool", "echo": True}, {}),
        ({"echo": True}, {"celery": "5.6.0"}),
        ({"echo": True}, {"backend": "db+sqlite:////r.db"}),
        ({**CHECKED, "pool_size": 5}, {"worker_pool": "prefork"}),
        ({**CHECKED, "pool_size": 5}, {"worker_pool": unknown("POOL")}),
        ({"sslmode": "require"}, {"backend": "redis://r/1"}),
        ({"sslmode": "require"}, {"backend": "django-db"}),
        ({**CHECKED, "token": "x"}, {"backend": "db+snowflake://account"}),
        (unknown("OPTIONS"), {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_is_silent_about_what_is_taken_or_not_known(options: Any, words: dict[str, Any]) -> None:
    assert judged(options, **words) == []


def test_is_silent_where_only_some_workers_keep_none() -> None:
    facts = {"deployment": deployed(process("worker", pool="solo"), process("worker", line=2))}
    assert judged({**CHECKED, "pool_size": 5}, facts=facts) == []
