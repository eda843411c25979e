"""The models as a whole: what they read, show and leave alone."""

from __future__ import annotations

import copy
import ssl
import subprocess
import sys
from datetime import timedelta

import pytest
from celery.schedules import crontab
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from celerykit.catalogue import SETTINGS, defaults, families
from celerykit.catalogue.kinds import holds
from celerykit.errors import ConfigurationError
from celerykit.settings import checked, family_of, model_for

ODD = [
    *(None, True, False, 0, 1, 2, 3, -1, 300, 10**400, 0.0, 0.5, 4.0, -0.5, float("inf"), float("nan"), b"", b"x"),
    *(
        "",
        "a",
        "4",
        "4.5",
        "auto",
        "json",
        "JSON",
        "gzip",
        "UTC",
        "utc",
        "Europe/Oslo",
        "10/m",
        "10/min",
        "10m",
        "a.b:C",
    ),
    *(
        "true",
        "quorum",
        "fork",
        "threads",
        "transient",
        "round-robin",
        "INFO",
        "info",
        "redis://h",
        "redis://h:x",
        "rpc://",
    ),
    *("a;b", "sqla+sqlite://", "not a path", "{", "[1]", '{"a": 1}', "re:x"),
    *([], (), {}, set(), ["json"], ("json",), {"json"}, ["a", 1], [[1, 2]], ["redis://h"], ("redis://h",), [object]),
    *({"a": 1}, {1: 2}, {"a": "q"}, {"a": ""}, {"a": None}, {"a": {}}, {"re:a": "q"}, {"a": {"queue": "q"}}),
    *({"a": {"queu": "q"}}, {"*": {"rate_limit": "10/m"}}, {"*": {"rate_limit": "x"}}, {"*": {"time_limit": "5m"}}),
    *({"a": {"task": "t", "schedule": 30}}, {"a": {"task": "t", "schedule": "30s"}}, {"a": {"task": "t"}}),
    *({"a": {"task": "t", "schedule": crontab()}}, {"a": {"task": "t", "schedule": True}}),
    *(
        {"a": {"task": "t", "schedule": timedelta(0)}},
        {"a": {"task": "t", "schedule": 4.0}},
        {"a": {"routing_key": "k"}},
    ),
    *({"max_retries": 3, "interval_max": 0.5}, {"max_retries": "3"}, {"interval_max": 1.0}, {"max_retries": -1}),
    *({"ssl_cert_reqs": "required"}, {"ssl_cert_reqs": ssl.CERT_NONE}, {"ssl_check_hostname": "no"}, {"cert_reqs": 0}),
    *({"pool_recycle": 1}, {"pool_recyle": 1}, {"own": 1}, timedelta(1), timedelta(seconds=0.5), dict, print, object()),
]
VALUES = st.one_of(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.timedeltas(),
    st.lists(st.text(max_size=4), max_size=3),
    st.dictionaries(st.text(max_size=4), st.none() | st.integers() | st.text(max_size=4), max_size=3),
    st.from_regex(r"(redis|amqp|sqs|rpc)://[a-z@:/\d#?;%]{0,12}", fullmatch=True),
)


def returned(name: str, value: object) -> object:
    return model_for(SETTINGS[name].prefix)(**{name: value}).given()[name]


def assert_returned_unchanged(name: str, value: object) -> None:
    before = copy.deepcopy(value) if isinstance(value, (dict, list, set)) else value
    after = returned(name, value)
    assert after is before or (after, type(after)) == (before, type(before))


@pytest.mark.parametrize("name", SETTINGS)
def test_what_holds_is_returned_unchanged(name: str):
    for value in [*ODD, defaults((5, 7))[name]]:
        if holds(SETTINGS[name], value):
            assert_returned_unchanged(name, value)


@settings(max_examples=400)
@given(st.sampled_from(sorted(SETTINGS)), VALUES)
@example("result_backend_max_retries", float("inf"))
def test_anything_that_holds_is_returned_unchanged(name: str, value: object):
    if holds(SETTINGS[name], value):
        assert_returned_unchanged(name, value)


@pytest.mark.parametrize("kind", sorted({setting.kind for setting in SETTINGS.values()}))
def test_some_value_of_every_kind_holds(kind: str):
    ones = [setting for setting in SETTINGS.values() if setting.kind == kind]
    assert any(holds(setting, value) for setting in ones for value in ODD if value is not None)


@settings(max_examples=400)
@given(st.sampled_from(sorted(SETTINGS)), VALUES)
def test_what_a_model_returns_it_takes_again(name: str, value: object):
    try:
        once = returned(name, value)
    except ValidationError:
        assert not holds(SETTINGS[name], value)
        return
    twice = returned(name, once)
    assert twice == once or twice != twice


@pytest.mark.parametrize("family", families())
def test_every_setting_of_a_family_has_a_field(family: str):
    model = model_for(family)
    assert list(model.model_fields) == [setting.name for setting in families()[family]]
    assert all(family_of(name) == family for name in model.model_fields)
    assert model().given() == {}


@pytest.mark.parametrize("family", families())
def test_defaults_are_those_of_the_catalogue(family: str):
    part = model_for(family)()
    for setting in families()[family]:
        wanted = setting.default
        assert getattr(part, setting.name) == (wanted.total_seconds() if isinstance(wanted, timedelta) else wanted)


def test_there_is_no_model_of_an_unknown_family():
    with pytest.raises(KeyError):
        model_for("brokers")
    assert family_of("broker_uri") is None


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValidationError, match="task_serialiser"):
        model_for("task")(task_serialiser="json")


def test_the_environment_is_read_only_when_asked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CELERYKIT_TASK_ACKS_LATE", "yes")
    assert model_for("task")().given() == {}
    assert model_for("task").from_environment({"CELERYKIT_TASK_ACKS_LATE": "yes"}).given() == {"task_acks_late": True}


def test_nested_variables_json_and_empty_ones():
    env = {
        "CELERYKIT_BROKER_TRANSPORT_OPTIONS": '{"visibility_timeout": 60}',
        "CELERYKIT_BROKER_TRANSPORT_OPTIONS__SEP": ":",
        "CELERYKIT_BROKER_POOL_LIMIT": "",
        "CELERY_BROKER_URL": "redis://h",
        "CELERYKIT_BROKER_READ_URL": "redis://ignored",
        "BROKER_HEARTBEAT": "5",
    }
    assert model_for("broker").from_environment(env).given() == {
        "broker_url": "redis://h",
        "broker_transport_options": {"visibility_timeout": 60, "sep": ":"},
    }


def test_problems_of_the_environment_name_the_variables():
    env = {"CELERYKIT_BROKER_HEARTBEAT": "amqp://u:hunter2@h", "CELERYKIT_BROKER_USE_SSL": '{"a"'}
    with pytest.raises(ConfigurationError) as caught:
        model_for("broker").from_environment(env)
    sources = {problem.source for problem in caught.value.problems}
    assert sources == {f"{name} (environment)" for name in env}
    assert "hunter2" not in str(caught.value)


def test_no_repr_shows_a_secret():
    part = model_for("broker")(broker_url="amqp://u:hunter2@h", broker_password="hunter2", broker_heartbeat=5)
    assert repr(part) == "BrokerSettings(broker_url='amqp://u:***@h', broker_password=***, broker_heartbeat=5)"
    assert "hunter2" not in str(part)


def test_no_error_shows_a_secret():
    with pytest.raises(ValidationError) as caught:
        model_for("broker")(broker_url=["redis://u:hunter2@h:x"], broker_password=["hunter2"])
    assert "hunter2" not in str(caught.value)


def test_one_value_does_not_leak_into_another_load():
    options = {"visibility_timeout": 60}
    model_for("broker")(broker_transport_options=options).given()["broker_transport_options"]["x"] = 1
    model_for("broker")().broker_transport_options["x"] = 1  # type: ignore[attr-defined]
    assert options == {"visibility_timeout": 60}
    assert model_for("broker")().broker_transport_options == {}  # type: ignore[attr-defined]


def test_values_that_hold_cost_no_pydantic():
    code = (
        "import sys; from celerykit.settings import checked;"
        "checked({'task_acks_late': True, 'broker_url': 'redis://h', 'timezone': 'UTC', 'accept_content': ['json']});"
        "print('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_checked_keeps_the_order():
    values, problems = checked({"task_time_limit": "1m", "broker_url": "redis://h", "task_acks_late": True})
    assert (list(values), problems) == (["task_time_limit", "broker_url", "task_acks_late"], [])
