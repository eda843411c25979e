from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from celerykit.engine.applies import NEWEST, applies, version_of
from celerykit.project import Config, Deployment, Entry, Process, Project, State, Value
from celerykit.rules.base import Rule


def project(celery: str = "", **settings: Value) -> Project:
    entries = tuple(Entry(name, name, value) for name, value in settings.items())
    return Project(Config(entries), celery=celery)


def known(value: object) -> Value:
    return Value(State.KNOWN, value)


def unknown(text: str) -> Value:
    return Value(State.UNKNOWN, text=text)


class ForRedis(Rule):
    brokers: ClassVar[tuple[str, ...]] = ("redis", "sentinel")


class ForRpc(Rule):
    backends: ClassVar[tuple[str, ...]] = ("rpc",)


class ForSome(Rule):
    since: ClassVar[str] = "5.5"
    until: ClassVar[str] = "5.6"


@pytest.mark.parametrize(
    ("celery", "expected"), [("5.4.0", False), ("5.5", True), ("5.5.0rc1", True), ("5.6.2", True), ("5.7.0", False)]
)
def test_a_rule_holds_from_its_first_celery_to_its_last(celery: str, expected: bool) -> None:
    assert applies(ForSome(), project(), celery) is expected


@pytest.mark.parametrize(
    "url",
    [
        known("redis://h/0"),
        known("rediss://h/0"),
        known("sentinel://h:26379"),
        known("redis://a/0;redis://b/0"),
        known(["redis://a/0", "redis://b/0"]),
        unknown('f"redis://{HOST}:6379/0"'),
        unknown("'redis://' + HOST"),
    ],
)
def test_a_rule_for_a_broker_holds_where_a_url_leads_to_it(url: Value) -> None:
    assert applies(ForRedis(), project(broker_url=url), NEWEST)


@pytest.mark.parametrize(
    "url",
    [
        known("amqp://h//"),
        known(None),
        known("nonsense"),
        known(5),
        unknown('os.environ["BROKER"]'),
        unknown("URL"),
        unknown('"redis://h/0" if LOCAL else URL'),
        unknown("f'{SCHEME}://h/0'"),
    ],
)
def test_a_rule_for_a_broker_is_silent_elsewhere_and_where_it_cannot_be_known(url: Value) -> None:
    assert not applies(ForRedis(), project(broker_url=url), NEWEST)


def test_a_rule_for_a_broker_holds_where_only_reading_or_writing_leads_to_it() -> None:
    assert applies(ForRedis(), project(broker_read_url=known("redis://h/0")), NEWEST)


def test_without_a_broker_it_is_rabbitmq_as_kombu_has_it() -> None:
    class ForRabbit(Rule):
        brokers: ClassVar[tuple[str, ...]] = ("amqp",)

    assert applies(ForRabbit(), project(), NEWEST)


def test_a_rule_for_a_backend_holds_for_that_backend_only() -> None:
    assert applies(ForRpc(), project(result_backend=known("rpc://")), NEWEST)
    assert not applies(ForRpc(), project(result_backend=known("redis://h/1")), NEWEST)
    assert not applies(ForRpc(), project(), NEWEST)


def test_what_a_compose_file_sets_is_the_backend() -> None:
    environment = {"CELERY_RESULT_BACKEND": known("rpc://")}
    deployment = Deployment((Process("worker", "compose", environment=environment),))
    for settings in ({}, {"result_backend": known("redis://h/1")}):
        assert applies(ForRpc(), replace(project(**settings), deployment=deployment), NEWEST)


def test_the_version_is_what_the_project_pins_else_what_is_written_else_the_newest() -> None:
    assert version_of(project(celery="5.4.0"), "5.6") == "5.4.0"
    assert version_of(project(), "5.6") == "5.6"
    assert version_of(project(), "") == NEWEST
