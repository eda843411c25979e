"""examples/first_steps: what every tutorial does with one task, with the configuration written by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from tests.servers.redis import RedisServer
from tests.workers import running_worker

pytestmark = [pytest.mark.servers, pytest.mark.oldest]

HERE = Path(__file__).parents[2] / "examples" / "first_steps"
QUEUE = ("-Q", "low-priority")
FAST = "1000/s"


@pytest.fixture(scope="module")
def servers(redis_server: RedisServer) -> dict[str, str]:
    broker, results = redis_server.fresh_pair()
    return {"CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": results}


@pytest.fixture(scope="module")
def add(servers: dict[str, str]) -> Iterator[Any]:
    """The task, as a client program imports it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in servers.items():
            patch.setenv(name, value)
        patch.syspath_prepend(str(HERE))
        for module in ("tasks", "celeryconfig"):
            sys.modules.pop(module, None)
        import tasks

        yield tasks.add
        tasks.app.close()
        for module in ("tasks", "celeryconfig"):
            del sys.modules[module]


@pytest.fixture(scope="module")
def unlimited(add: Any, servers: dict[str, str]) -> Iterator[Any]:
    """The task, on a worker that was told to run it as fast as it can."""
    with running_worker("tasks", cwd=HERE, env=servers, args=QUEUE):
        set_rate(add.app, FAST)
        yield add


def set_rate(app: Celery, rate: str) -> None:
    replies = app.control.rate_limit("tasks.add", rate, reply=True, timeout=10, limit=1)
    assert [answer for reply in replies for answer in reply.values()] == [{"ok": "new rate limit set successfully"}]


def test_the_time_zone_of_the_configuration_is_in_force(add: Any) -> None:
    assert str(add.app.timezone) == "Europe/Oslo"
    assert add.app.now().utcoffset().total_seconds() in {3600, 7200}


def test_the_task_runs_ten_times_a_minute_until_the_worker_is_told_otherwise(add: Any, servers: dict[str, str]) -> None:
    with running_worker("tasks", cwd=HERE, env=servers, args=QUEUE):
        # The first two may be closer: a worker saves up one run while it has nothing to do.
        _, second, third = limited = [add.delay(number, 0) for number in range(3)]
        assert [result.get(timeout=20) for result in limited] == [0, 1, 2]
        assert 5.5 < (third.date_done - second.date_done).total_seconds() < 8
        set_rate(add.app, FAST)
        results = [add.delay(number, 0) for number in range(20)]
        assert [result.get(timeout=5) for result in results] == list(range(20))


def test_a_worker_of_other_queues_never_sees_the_task(add: Any, servers: dict[str, str]) -> None:
    with running_worker("tasks", cwd=HERE, env=servers) as other:
        result = add.delay(4, 4)
        # The worker has looked at its queues: it answers what was sent to it later.
        assert add.app.control.ping(timeout=10, limit=1)
        assert not result.ready()
        assert result.id not in other.output()
    with running_worker("tasks", cwd=HERE, env=servers, args=QUEUE):
        assert result.get(timeout=10) == 8


def test_a_result_can_be_asked_for_and_waited_for(unlimited: Any) -> None:
    result = unlimited.delay(4, 4)
    assert result.get(timeout=10) == 8
    assert result.ready()


def test_an_error_is_given_back_or_raised_with_its_traceback(unlimited: Any) -> None:
    failed = unlimited.delay(4, "four")
    assert isinstance(failed.get(timeout=10, propagate=False), TypeError)
    assert "in add" in failed.traceback
    with pytest.raises(TypeError, match="unsupported operand"):
        failed.get(timeout=10)


def test_a_forgotten_result_is_gone(unlimited: Any) -> None:
    result = unlimited.delay(4, 4)
    result.get(timeout=10)
    assert unlimited.AsyncResult(result.id).state == "SUCCESS"
    result.forget()
    assert unlimited.AsyncResult(result.id).state == "PENDING"
