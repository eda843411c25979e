from __future__ import annotations

from celerykit.rules.prefetching import in_advance, multiplier, one_at_a_time, processes, redis_like
from tests.rules.build import deployed, process, project, unknown


def test_the_messages_that_a_worker_takes() -> None:
    assert in_advance(project(worker_concurrency=8)) == 32
    workers = deployed(process(concurrency=2, prefetch_multiplier=3))
    assert in_advance(project(worker_concurrency=8, facts={"deployment": workers})) == 6


def test_none_where_workers_differ_or_nobody_knows() -> None:
    assert in_advance(project()) is None
    assert in_advance(project(worker_concurrency=unknown("COUNT"))) is None
    assert in_advance(project(worker_concurrency=8, worker_prefetch_multiplier="4")) is None
    workers = deployed(process(concurrency=2), process(concurrency=4))
    assert in_advance(project(facts={"deployment": workers})) is None


def test_a_command_says_another_number_than_the_setting_but_not_none() -> None:
    workers = deployed(process(prefetch_multiplier=2), process(prefetch_multiplier=0), process())
    subject = project(worker_prefetch_multiplier=7, facts={"deployment": workers})
    assert [value.value for value in multiplier(subject)] == [2, 7, 7]


def test_processes_are_numbers() -> None:
    assert processes(project(worker_concurrency="auto")) == ()
    assert processes(project(worker_concurrency=3)) == (3,)


def test_redis_and_its_sentinels_take_one_message_where_they_are_asked_to() -> None:
    assert redis_like(project(broker_url="sentinel://one"))
    assert not redis_like(project(broker_url="amqp://one"))
    assert one_at_a_time(project(broker_url="redis://one", worker_disable_prefetch=True))
    assert not one_at_a_time(project(broker_url="amqp://one", worker_disable_prefetch=True))
