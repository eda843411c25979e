from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.project import Opaque, State, Value
from celerykit.rules.queues import Exchange, argument, declared, default_exchange, in_use
from tests.rules.build import known, project, unknown
from tests.rules.entities import broadcast, exchange, queue


def test_queues_take_what_they_do_not_say_from_the_settings() -> None:
    found = declared(project(task_default_queue="main", task_queues=[queue("a"), queue("b", routing_key="b.#")]))
    assert found.names == {"a", "b"}
    assert found.complete
    assert [each.exchange for each in found.declared] == [Exchange("main", "direct")] * 2
    assert [each.key for each in found.declared] == ["main", "b.#"]


def test_the_settings_of_the_exchange_count() -> None:
    words = {"task_default_exchange": "work", "task_default_exchange_type": "topic", "task_default_routing_key": "w"}
    [found] = declared(project(task_queues=[queue("a")], **words)).declared  # type: ignore[arg-type]
    assert found.exchange == Exchange("work", "topic") == default_exchange(project(**words))  # type: ignore[arg-type]
    assert found.key == "w"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (exchange("media", type="topic"), Exchange("media", "topic")),
        (exchange("media", "fanout"), Exchange("media", "fanout")),
        (exchange("media"), Exchange("media", "direct")),
        ("media", Exchange("media", "direct")),
        (exchange(unknown("NAME"), "topic"), Exchange(None, "topic")),
        (exchange("", type="topic"), Exchange("celery", "direct")),
        (exchange(), None),
        (unknown("media_exchange"), None),
        (None, Exchange("celery", "direct")),
    ],
)
def test_a_queue_may_have_an_exchange_of_its_own(given: object, expected: Exchange | None) -> None:
    [found] = declared(project(task_queues=[queue("a", given)])).declared
    assert found.exchange == expected


def test_a_queue_with_bindings_has_no_exchange_that_is_known() -> None:
    [found] = declared(project(task_queues=[queue("a", bindings=unknown("bindings"))])).declared
    assert found.exchange is None


def test_the_mapping_form() -> None:
    queues = {
        "a": {},
        "b": {"exchange": "media", "exchange_type": "topic", "binding_key": "b.#"},
        "c": queue("c", routing_key="c"),
    }
    found = declared(project(task_queues=queues))
    assert found.complete
    assert [(each.name, each.exchange, each.key) for each in found.declared] == [
        ("a", Exchange("celery", "direct"), "a"),
        ("b", Exchange("media", "topic"), "b.#"),
        ("c", Exchange("celery", "direct"), "c"),
    ]


def test_keys_that_are_no_words_are_passed_over() -> None:
    [found] = declared(project(task_queues={"a": {1: 2, "routing_key": "x"}})).declared
    assert (found.key, set(found.options)) == ("x", {"routing_key"})


def test_a_broadcast_is_one() -> None:
    [found] = declared(project(task_queues=[broadcast("news")])).declared
    assert (found.name, found.broadcast) == ("news", True)


@pytest.mark.parametrize(
    "queues",
    [
        [],
        {},
        [queue("a"), unknown("make_queue()")],
        [queue("a"), queue(unknown("NAME"))],
        [queue("a"), known(Opaque("proj.Queue"))],
        [Value(State.KNOWN, Opaque("kombu.Queue", "<unbound Queue a>"))],
        unknown("make_queues()"),
        replace(known([queue("a")]), open=True),
        {"a": unknown("options")},
        "a,b",
    ],
)
def test_there_may_be_others_where_not_all_can_be_read(queues: object) -> None:
    assert not declared(project(task_queues=queues)).complete


def test_nothing_is_known_where_the_configuration_is_not() -> None:
    assert not declared(project(complete=False)).complete


@pytest.mark.parametrize("queues", [{}, {"task_queues": None}])
def test_without_any_there_is_the_default_queue(queues: dict[str, object]) -> None:
    found = in_use(project(task_default_queue="main", **queues))
    assert [(each.name, each.exchange, each.key) for each in found.declared] == [
        ("main", Exchange("main", "direct"), "main")
    ]
    assert found.complete


def test_arguments_go_by_two_names() -> None:
    queues = [queue("a", queue_arguments={"x-max-priority": 5}), queue("b", max_priority=6), queue("c")]
    found = declared(project(task_queues=queues)).declared
    assert [argument(each, "x-max-priority", "max_priority").value for each in found] == [5, 6, None]
    [odd] = declared(project(task_queues=[queue("a", queue_arguments=unknown("args"))])).declared
    assert argument(odd, "x-max-priority").unknown
