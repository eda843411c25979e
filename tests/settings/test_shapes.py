"""Values with an inside: what may be written, and that Celery makes of it what was meant."""

from __future__ import annotations

import pickle
import re
import ssl
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from celery.app.annotations import MapAnnotation
from celery.app.annotations import prepare as prepare_annotations
from celery.app.routes import Router
from celery.app.routes import prepare as prepare_routes
from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import crontab, schedule
from kombu import Queue

from tests.settings.test_conversions import convert, refuse


def routed(routes: object, task: str) -> Any:
    return Router(prepare_routes(convert("task_routes", routes))).lookup_route(task)


@pytest.mark.parametrize(
    ("routes", "task", "target"),
    [
        ({"p.a": "q"}, "p.a", {"queue": "q"}),
        ({"p.*": {"queue": "q", "priority": 3}}, "p.a", {"queue": "q", "priority": 3}),
        ({"re:p\\.(a|b)$": "q"}, "p.b", {"queue": "q"}),
        ({"re:p\\.(a|b)$": "q"}, "p.bc", None),
        ({"p.a": "exact", "re:p": "pattern"}, "p.a", {"queue": "exact"}),
        ({"p.a": "exact", "re:p": "pattern"}, "p.z", {"queue": "pattern"}),
        ({re.compile("p"): "q"}, "p.a", {"queue": "q"}),
        ([{"p.a": "q"}, {"re:.": "rest"}], "x", {"queue": "rest"}),
        ([[["p.*", "q"]]], "p.a", {"queue": "q"}),
        ('{"p.a": {"queue": "q"}}', "p.a", {"queue": "q"}),
        ([lambda name, *_, **__: {"queue": name}], "p.a", {"queue": "p.a"}),
    ],
)
def test_routes_lead_where_they_say(routes: object, task: str, target: object):
    assert routed(routes, task) == target


def test_routers_may_be_import_paths():
    assert convert("task_routes", "proj.routers.route") == "proj.routers.route"
    assert convert("task_routes", ["proj.routers.Router", {"a": "q"}]) == ["proj.routers.Router", {"a": "q"}]


def test_routes_with_patterns_survive_pickling():
    routes = convert("task_routes", {"re:p": {"queue": "q"}})
    assert pickle.loads(pickle.dumps(routes)) == routes


@pytest.mark.parametrize(
    ("routes", "words"),
    [
        ({"p.a": {"queu": "q"}}, "did you mean queue?"),
        ({"p.a": ["q"]}, "p.a: names neither"),
        ({"p.a": ""}, "neither a queue nor options"),
        ({"p.a": None}, "neither a queue nor options"),
        ({"re:(": "q"}, "not a regular expression"),
        ({1: "q"}, "is not a text"),
        ([("p.*", {"queue": "q"})], "not made of pairs"),
        ("not a path", "not an import path"),
        (5, "not an import path"),
    ],
)
def test_wrong_routes_are_refused(routes: object, words: str):
    assert words in refuse("task_routes", routes)


def test_annotations_reach_the_task():
    annotations = convert(
        "task_annotations", {"p.a": {"rate_limit": " 10/m", "time_limit": "5m", "soft_time_limit": None, "x": 1}}
    )
    (found,) = prepare_annotations(annotations)
    assert isinstance(found, MapAnnotation)
    assert found["p.a"] == {"rate_limit": "10/m", "time_limit": 300, "soft_time_limit": None, "x": 1}


@pytest.mark.parametrize(
    ("annotations", "words"),
    [
        ({"*": {"rate_limit": "10/min"}}, "*: rate_limit: '10/min' is not a rate"),
        ({"*": {"ratelimit": "10/m"}}, "did you mean rate_limit?"),
        ({"*": {"time_limit": "long"}}, "time_limit: 'long' is not a length of time"),
        ({"*": 5}, "is not a mapping"),
        ([{"*": 5}], "is not a mapping"),
        (5, "not an import path"),
    ],
)
def test_wrong_annotations_are_refused(annotations: object, words: str):
    assert words in refuse("task_annotations", annotations)


def test_annotations_may_be_objects_and_lists_of_them():
    annotation = MapAnnotation()
    assert convert("task_annotations", [annotation, {"a": {}}, "proj.annotations:Own"])[0] is not None
    assert convert("task_annotations", "proj.annotations:Own") == "proj.annotations:Own"
    own = Celery("own", set_as_current=False)
    assert convert("task_annotations", own) is own


@pytest.mark.parametrize("queues", [["a", "b"], "a, b", {"a": {}, "b": {"routing_key": "b"}}, [Queue("a"), Queue("b")]])
def test_queues_are_declared(queues: object):
    app = Celery("queues", broker="memory://", set_as_current=False)
    app.conf.task_queues = convert("task_queues", queues)
    assert sorted(app.amqp.queues) == ["a", "b"]
    assert {queue.exchange.name for queue in app.amqp.queues.values()} == {"celery"}


@pytest.mark.parametrize(
    ("queues", "words"),
    [
        ({"a": {"routingkey": "x"}}, "did you mean routing_key?"),
        ({"a": 5}, "a: is not an import path"),
        ([1], "is not an import path"),
        (5, "not a list of queues"),
    ],
)
def test_wrong_queues_are_refused(queues: object, words: str):
    assert words in refuse("task_queues", queues)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("10m", schedule(timedelta(minutes=10))),
        (30, schedule(timedelta(seconds=30))),
        (timedelta(hours=1), schedule(timedelta(hours=1))),
        ({"crontab": "0 4 * * *"}, crontab(minute="0", hour="4")),
        ("0 4 * * mon", crontab(minute="0", hour="4", day_of_week="mon")),
        ({"minute": "0", "hour": 4}, crontab(minute="0", hour="4")),
        ({"crontab": "0 0 1 6 *"}, crontab(minute="0", hour="0", day_of_month="1", month_of_year="6")),
        (crontab(hour="7"), crontab(hour="7")),
    ],
)
def test_beat_runs_the_schedule_as_written(written: object, wanted: object):
    app = Celery("beat", broker="memory://", set_as_current=False)
    entries = convert("beat_schedule", {"entry": {"task": "p.t", "schedule": written, "relative": "no"}})
    scheduler = Scheduler(app, lazy=True)
    scheduler.update_from_dict(entries)
    assert scheduler.schedule["entry"].schedule == wanted


def test_schedules_survive_pickling():
    entries = convert("beat_schedule", {"e": {"task": "p.t", "schedule": {"crontab": "0 4 * * *"}, "args": [1]}})
    assert pickle.loads(pickle.dumps(entries)) == entries


def test_a_ready_entry_is_left_alone():
    app = Celery("beat", broker="memory://", set_as_current=False)
    entry = ScheduleEntry("e", "p.t", schedule=30, app=app)
    assert convert("beat_schedule", {"e": entry})["e"] is entry


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"task": "p.t"}, "e: has no schedule"),
        ({"schedule": 30}, "e: has no task"),
        ({"task": "p.t", "schedule": 30, "queue": "q"}, "'queue' is not a key"),
        ({"task": "p.t", "schedule": "often"}, "not a length of time"),
        ({"task": "p.t", "schedule": True}, "not a length of time"),
        ({"task": "p.t", "schedule": timedelta(0)}, "not above zero"),
        ({"task": "p.t", "schedule": "0s"}, "not above zero"),
        ({"task": "p.t", "schedule": {"crontab": "0 4 * *"}}, "it has 4 fields"),
        ({"task": "p.t", "schedule": {"crontab": "0 25 * * *"}}, "is not a crontab"),
        ({"task": "p.t", "schedule": {"crontab": "0 4 * * *", "hour": 4}}, "write one of them"),
        ({"task": "p.t", "schedule": {"hours": "4"}}, "did you mean hour?"),
        ({"task": "p.t", "schedule": {"hour": None}}, "is not a crontab"),
        ({"task": "p.t", "schedule": 30, "args": "abc"}, "args: is not a list"),
        ({"task": "p.t", "schedule": 30, "kwargs": [1]}, "kwargs: is not a mapping"),
        ([("task", "p.t")], "e: is not a mapping"),
    ],
)
def test_wrong_entries_are_refused(entry: object, words: str):
    assert words in refuse("beat_schedule", {"e": entry})


def test_an_empty_crontab_is_refused():
    assert "has no schedule" in refuse("beat_schedule", {"e": {"task": "p.t", "schedule": {}}})


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ({"max_retries": "5", "interval_max": "1s"}, {"max_retries": 5, "interval_max": 1}),
        ({"max_retries": None, "interval_step": 0.2}, {"max_retries": None, "interval_step": 0.2}),
        ('{"interval_start": "500ms"}', {"interval_start": 0.5}),
    ],
)
def test_retry_policies_are_numbers(written: object, wanted: object):
    assert convert("task_publish_retry_policy", written) == wanted


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"max_retrys": 1}, "did you mean max_retries?"),
        ({"max_retries": -1}, "max_retries: -1 is below 0"),
        ({"interval_max": "long"}, "interval_max: 'long' is not a length"),
    ],
)
def test_wrong_retry_policies_are_refused(policy: object, words: str):
    assert words in refuse("task_publish_retry_policy", policy)


@pytest.mark.parametrize("written", ["required", "CERT_REQUIRED", "ssl.CERT_REQUIRED", 2, ssl.CERT_REQUIRED])
@pytest.mark.parametrize(
    ("name", "key"),
    [("broker_use_ssl", "cert_reqs"), ("broker_use_ssl", "ssl_cert_reqs"), ("redis_backend_use_ssl", "ssl_cert_reqs")],
)
def test_certificate_requirements_become_constants(name: str, key: str, written: object):
    assert convert(name, {key: written}) == {key: ssl.CERT_REQUIRED}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("broker_use_ssl", {"ca_cert": "x"}, "did you mean ca_certs?"),
        ("broker_use_ssl", {"cert_reqs": "maybe"}, "cert_reqs: 'maybe' is not one of none, optional, required"),
        ("broker_use_ssl", "perhaps", "write true or false"),
        ("redis_backend_use_ssl", True, "this backend cannot use"),
        ("redis_backend_use_ssl", {"ca_certs": "x"}, "did you mean ssl_ca_certs?"),
        ("redis_backend_use_ssl", {"ssl_check_hostname": "?"}, "ssl_check_hostname: '?' is not a boolean"),
    ],
)
def test_wrong_tls_options_are_refused(name: str, value: object, words: str):
    assert words in refuse(name, value)


@pytest.mark.parametrize("value", [True, "yes"])
def test_tls_to_amqp_may_be_a_boolean(value: object):
    assert convert("broker_use_ssl", value) is True
    assert convert("redis_backend_use_ssl", "no") is False


def test_misspelt_engine_options_are_refused_and_those_of_dialects_are_not():
    assert "did you mean pool_recycle?" in refuse("database_engine_options", {"pool_recyle": 1})
    assert convert("database_engine_options", {"use_native_hstore": True}) == {"use_native_hstore": True}
