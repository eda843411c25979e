from __future__ import annotations

import pytest

from tests.rules.build import deployed, env, found, only, process, unknown


@pytest.mark.parametrize("pool", ["gevent", "eventlet"])
def test_the_setting_comes_too_late(pool: str) -> None:
    finding = only("CK806", worker_pool=pool)
    assert finding.message.startswith(f"worker_pool = '{pool}' comes too late")
    assert finding.fix.endswith(f"celery worker --pool={pool}")


def test_a_command_without_a_pool_does_not_help() -> None:
    assert only("CK806", worker_pool="gevent", facts={"deployment": deployed(process("worker"))})


def test_says_which_variable_may_change_it() -> None:
    assert only("CK806", worker_pool=env("POOL", "gevent")).message.endswith("unless POOL is set")


@pytest.mark.parametrize(
    "words",
    [
        {"worker_pool": "prefork"},
        {"worker_pool": "threads"},
        {"worker_pool": unknown("POOL")},
        {"worker_pool": "gevent", "facts": {"deployment": deployed(process("worker", pool="gevent"))}},
        {"worker_pool": "gevent", "facts": {"deployment": deployed(process("worker", pool=unknown("$POOL")))}},
        {"facts": {"deployment": deployed(process("worker", pool="gevent"))}},
        {},
    ],
)
def test_is_silent_where_the_command_patches(words: dict[str, object]) -> None:
    assert found("CK806", **words) == []
