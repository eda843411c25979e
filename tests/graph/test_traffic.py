from __future__ import annotations

from celerykit.project import State, Value
from tests.graph.build import graph, parts, ways
from tests.rules.build import call, env, task, unknown
from tests.rules.entities import exchange, queue

NEWS = exchange("news", "topic")
TOPIC = [
    queue("celery"),
    queue("all", NEWS, routing_key="mail.#"),
    queue("urgent", NEWS, routing_key="mail.urgent.*"),
]


def test_without_routes_tasks_lead_straight_to_the_default_queue() -> None:
    picture = graph(tasks=[task("proj.one")])

    assert parts(picture, "route") == {}
    assert ways(picture, "task") == {("one", "celery", True)}


def test_with_routes_each_way_passes_what_says_so() -> None:
    picture = graph(
        tasks=[task("proj.one"), task("proj.two"), task("proj.three", queue="slow")],
        calls=[call("proj.one", "apply_async", queue="films")],
        task_routes={"proj.tw*": {"queue": "media"}, "proj.nobody": "lonely"},
    )

    assert list(parts(picture, "route")) == ["proj.nobody", "proj.tw*", "as called: films", "as declared: slow"]
    assert ways(picture, "task") == {
        ("one", "as called: films", True),
        ("two", "proj.tw*", True),
        ("three", "as declared: slow", True),
    }
    assert ("proj.tw*", "media", True) in ways(picture, "route")
    # A task that was not seen may have it.
    assert ("proj.nobody", "lonely", True) in ways(picture, "route")


def test_a_route_that_no_task_can_have_leads_nowhere() -> None:
    whole = {"tasks_complete": True, "own": frozenset({"proj"})}
    picture = graph(tasks=[task("proj.one")], task_routes={"proj.nobody": "lonely"}, facts=whole)

    assert ways(picture, "route") == {("no route", "celery", True)}


def test_what_no_route_takes_is_seen_to_have_none() -> None:
    picture = graph(tasks=[task("proj.one")], task_routes={"other.*": "media"})

    assert ways(picture, "task") == {("one", "no route", True)}
    assert ("no route", "celery", True) in ways(picture, "route")


def test_a_topic_exchange_gives_to_the_queues_whose_keys_match() -> None:
    picture = graph(
        tasks=[task("proj.news"), task("proj.alarm")],
        task_queues=TOPIC,
        task_routes={
            "proj.news": {"queue": "all", "routing_key": "mail.bulk"},
            "proj.alarm": {"exchange": "news", "routing_key": "mail.urgent.now"},
        },
    )

    assert parts(picture, "exchange") == {"news": "topic exchange"}
    assert parts(picture, "route")["proj.alarm"] == "mail.urgent.now"
    assert ways(picture, "exchange") == {("news", "all", True), ("news", "urgent", True)}
    assert parts(picture, "queue")["urgent"] == "bound by mail.urgent.*"


def test_a_direct_exchange_is_not_drawn_as_celery_goes_by_the_name_of_the_queue() -> None:
    picture = graph(tasks=[task("proj.one")], task_queues=[queue("celery"), queue("other", exchange("x"))])

    assert parts(picture, "exchange") == {}
    facts = {fact.label: fact.text for fact in picture.node("queue other").facts}
    assert facts["exchange"] == "x (direct)"


def test_an_exchange_that_nothing_is_bound_to_leads_nowhere() -> None:
    picture = graph(tasks=[task("proj.one", exchange="gone", routing_key="k", queue="q")])

    assert parts(picture, "exchange") == {"gone": "its type is not known"}
    assert ways(picture, "exchange") == set()


def test_a_queue_that_only_running_tells_is_drawn_as_not_known() -> None:
    picture = graph(tasks=[task("proj.one")], calls=[call("proj.one", "apply_async", queue=unknown("self.q"))])

    assert ("as called: …", "not known", False) in ways(picture, "route")
    assert [node.known for node in picture.nodes if node.id == "queue ?"] == [False]


def test_a_program_that_is_not_known_whole_shows_no_routes_that_nobody_wrote() -> None:
    picture = graph(tasks=[task("proj.one")], complete=False)

    assert parts(picture, "route") == {}
    assert ways(picture, "task") == {("one", "not known", False)}
    assert parts(picture, "queue")["not known"] == "celery, unless set"
    assert picture.notes == ("there may be more tasks than were seen", "not all settings are known")


def test_a_router_that_cannot_be_known_is_asked_by_all() -> None:
    picture = graph(tasks=[task("proj.one")], task_routes=unknown("router"))

    assert parts(picture, "routing") == {"routes": "not all of them are known"}
    assert ways(picture, "task") == {("one", "not known", False)}


def test_the_broker_is_named_by_its_url_without_the_password() -> None:
    assert parts(graph(broker_url="redis://:hunter2@h:6379/0"), "broker") == {"Redis": "redis://:***@h:6379/0"}
    assert parts(graph(broker_url=env("BROKER", "amqp://h")), "broker") == {"RabbitMQ": "amqp://h"}
    assert parts(graph(broker_url=unknown("config('BROKER')")), "broker") == {"broker": "config('BROKER')"}
    default = graph(broker_url=Value(State.DEFAULT))
    assert parts(default, "broker") == {"broker": "Celery's own default: amqp://guest@localhost//"}
