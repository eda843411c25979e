from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.project import Opaque, State, Value
from tests.rules.build import deployed, env, found, known, labels, only, process, task, unknown

REDIS = "redis://localhost:6379/0"


def test_says_how_long_a_task_may_run_and_when_it_is_redelivered() -> None:
    finding = only(
        "CK401",
        broker_url=REDIS,
        task_acks_late=True,
        task_time_limit=7200,
        broker_transport_options={"visibility_timeout": 3600},
    )
    assert finding.message == (
        "a task may run 7200 s and is acknowledged only at its end, but Redis redelivers it after 3600 s"
    )
    assert finding.fix == "set visibility_timeout above 7200, or task_time_limit below 3600"
    assert finding.severity == "error"
    assert labels(finding) == [
        "redelivered after this many seconds",
        "acknowledged only at its end",
        "a task may run this long",
    ]
    assert finding.place is not None
    assert finding.place.line == 4


def test_judges_the_default_of_the_transport() -> None:
    finding = only("CK401", broker_url=REDIS, task_acks_late=True, task_time_limit=3600)
    assert finding.message.endswith("redelivers it after 3600 s, its default")
    assert finding.label == "a task may run this long"


def test_warns_where_nothing_bounds_a_late_task() -> None:
    finding = only("CK401", broker_url=REDIS, task_acks_late=True)
    assert finding.severity == "warning"
    assert "no time limit bounds it" in finding.message


def test_speaks_of_the_task_whose_own_limit_is_too_long() -> None:
    finding = only(
        "CK401",
        broker_url=REDIS,
        task_acks_late=True,
        tasks=[task("proj.render", time_limit=6000), task("proj.mail", time_limit=60)],
    )
    assert finding.message.startswith("proj.render may run 6000 s")
    assert finding.fix == "set visibility_timeout above 6000, or time_limit below 3600"


def test_speaks_of_the_task_that_alone_is_acknowledged_late() -> None:
    finding = only(
        "CK401",
        broker_url=REDIS,
        task_time_limit=7200,
        tasks=[task("proj.render", acks_late=True), task("proj.mail")],
    )
    assert finding.message.startswith("proj.render may run 7200 s")


def test_options_that_were_loaded_without_places_count() -> None:
    options = Value(State.KNOWN, {"visibility_timeout": 60})
    finding = only("CK401", broker_url=REDIS, task_acks_late=True, task_time_limit=90, broker_transport_options=options)
    assert finding.message.endswith("redelivers it after 60 s")


def test_tells_once_what_many_tasks_share() -> None:
    tasks = [task("proj.a"), task("proj.b"), task("proj.c")]
    assert len(found("CK401", broker_url=REDIS, task_acks_late=True, task_time_limit=7200, tasks=tasks)) == 1


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK401", broker_url=env("BROKER", REDIS), task_acks_late=True, task_time_limit=7200)
    assert finding.message.endswith(", its default, unless BROKER is set")


def test_an_annotation_counts() -> None:
    finding = only(
        "CK401",
        broker_url=REDIS,
        task_acks_late=True,
        task_time_limit=60,
        task_annotations={"proj.render": {"time_limit": 6000}},
        tasks=[task("proj.render")],
    )
    assert "6000 s" in finding.message


def test_a_soft_limit_bounds_where_there_is_no_hard_one() -> None:
    assert "may run 5000 s" in only("CK401", broker_url=REDIS, task_acks_late=True, task_soft_time_limit=5000).message


@pytest.mark.parametrize(
    "settings",
    [
        {"task_acks_late": False, "task_time_limit": 7200},
        {"task_time_limit": 7200},
        {"task_acks_late": True, "task_time_limit": 7200, "broker_transport_options": {"visibility_timeout": 7201}},
        {"task_acks_late": True, "task_time_limit": 3599},
        {"task_acks_late": True, "task_soft_time_limit": 600},
        {"task_acks_late": unknown("LATE"), "task_time_limit": 7200},
        {"task_acks_late": True, "task_time_limit": unknown("LIMIT")},
        {"task_acks_late": True, "task_time_limit": 7200, "broker_transport_options": unknown("options()")},
        {
            "task_acks_late": True,
            "task_time_limit": 7200,
            "broker_transport_options": {"visibility_timeout": unknown("TIMEOUT")},
        },
        {"task_acks_late": True, "task_time_limit": 7200, "task_annotations": unknown("annotations()")},
        {"task_acks_late": True, "task_time_limit": 7200, "task_annotations": {"*": {"time_limit": 60}}},
        {"task_acks_late": True, "task_annotations": {"*": unknown("annotation()")}},
        {"task_acks_late": True, "task_annotations": [Opaque("proj.Annotation")]},
        {"task_acks_late": True, "broker_transport_options": replace(known({}), open=True)},
        {"task_acks_late": True, "broker_transport_options": Opaque("proj.Options")},
        {"task_acks_late": True, "broker_transport_options": {"visibility_timeout": "an hour"}},
        {"task_acks_late": True, "task_time_limit": 7200, "tasks": [task("proj.a", acks_late=False)]},
        {"task_acks_late": True, "tasks": [task("proj.a", time_limit=60)]},
    ],
)
def test_is_silent_where_a_task_ends_in_time_or_nobody_knows(settings: dict[str, object]) -> None:
    assert found("CK401", broker_url=REDIS, **settings) == []


@pytest.mark.parametrize("url", ["amqp://localhost", "memory://", "sqla+sqlite:///tasks.db", "strange://host"])
def test_is_silent_on_brokers_without_a_visibility_timeout(url: str) -> None:
    assert found("CK401", broker_url=url, task_acks_late=True, task_time_limit=7200) == []


def test_is_silent_where_the_broker_is_not_known() -> None:
    assert found("CK401", broker_url=unknown("URL"), task_acks_late=True, task_time_limit=7200) == []


def test_speaks_of_redis_behind_sentinels_and_of_sqs_by_their_own_defaults() -> None:
    finding = only("CK401", broker_url="sentinel://s1;sentinel://s2", task_acks_late=True, task_time_limit=7200)
    assert "Redis Sentinel redelivers it after 3600 s, its default" in finding.message
    finding = only("CK401", broker_url="sqs://", task_acks_late=True, task_time_limit=2000)
    assert "SQS redelivers it after 1800 s, its default" in finding.message


def test_tells_once_of_several_tasks_the_longest_first() -> None:
    tasks = [task("proj.a", time_limit=4000), task("proj.b", time_limit=9000), task("proj.c", time_limit=60)]
    finding = only("CK401", broker_url=REDIS, task_acks_late=True, tasks=tasks)
    assert finding.message.startswith("proj.b may run 9000 s")
    assert labels(finding) == ["a task may run this long", "acknowledged only at its end", "this one too"]


def test_a_limit_that_workers_are_started_with_counts() -> None:
    facts = {"deployment": deployed(process(time_limit=7200))}
    finding = only("CK401", broker_url=REDIS, task_acks_late=True, facts=facts)
    assert finding.fix == "set visibility_timeout above 7200, or --time-limit below 3600"
    facts = {"deployment": deployed(process(time_limit=60))}
    assert found("CK401", broker_url=REDIS, task_acks_late=True, facts=facts) == []


def test_who_chose_a_longer_timeout_has_thought_of_tasks_without_a_limit() -> None:
    day = {"visibility_timeout": 86400}
    assert found("CK401", broker_url=REDIS, task_acks_late=True, broker_transport_options=day) == []
    assert found("CK401", broker_url=REDIS, task_acks_late=True, task_time_limit=90000, broker_transport_options=day)


def test_is_silent_about_queues_of_sqs_that_somebody_else_made() -> None:
    options = {"predefined_queues": {"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery"}}}
    assert found("CK401", broker_url="sqs://", task_acks_late=True, broker_transport_options=options) == []


def test_is_silent_about_sqs_whose_timeout_is_long_enough() -> None:
    assert not found(
        "CK401",
        broker_url="sqs://",
        task_acks_late=True,
        task_time_limit=2000,
        broker_transport_options={"visibility_timeout": 3000},
    )
