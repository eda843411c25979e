from __future__ import annotations

import importlib.util
import ssl
from pathlib import Path

import pytest

from tests.profile.loading import load, problems, write

pytestmark = pytest.mark.oldest


def test_a_broker_that_needs_no_more_of_the_old_one() -> None:
    config = load("rabbitmq-redis", {"CELERY_BROKER_URL": "redis://h:6379/3"})
    assert config.broker == "redis"
    assert "confirm_publish" not in config["broker_transport_options"]
    assert "task_queue_max_priority" not in config
    assert config["broker_transport_options"]["priority_steps"] == [0, 1, 2]


def test_the_other_way_round() -> None:
    config = load("redis-redis", {"CELERY_BROKER_URL": "amqp://h"})
    options = config["broker_transport_options"]
    assert options["confirm_publish"] is True
    assert not {"visibility_timeout", "priority_steps", "socket_keepalive"} & set(options)
    assert config["task_queue_max_priority"] == 2


def test_an_embedded_broker_is_refused_in_words() -> None:
    found = problems("rabbitmq-redis", {"CELERY_BROKER_URL": "sqla+sqlite:///x.db"})
    assert "delivery" in found
    assert "SQLAlchemy" in found["delivery"] or "SQL" in found["delivery"]


def test_an_embedded_broker_is_taken_where_that_is_said() -> None:
    env = {"CELERY_BROKER_URL": "sqla+sqlite:///x.db", "CELERYKIT_EMBEDDED": "1"}
    config = load("rabbitmq-redis", env)
    assert config.broker == "sqlalchemy"
    assert any(note.setting == "delivery" for note in config.notes)
    assert config.priority("high") is None


def test_embedded_must_be_yes_or_no() -> None:
    assert "CELERYKIT_EMBEDDED" in problems(env={"CELERYKIT_EMBEDDED": "maybe"})


def test_rpc_is_refused_where_any_process_may_ask() -> None:
    assert "PENDING" in problems(env={"CELERY_RESULT_BACKEND": "rpc://"})["results"]


@pytest.mark.parametrize(
    ("url", "hint"),
    [("reddis://h", "did you mean redis?"), ("localhost:6379", "is no URL"), ("zookeeper://h", "compiled for")],
)
def test_a_broker_that_leads_nowhere_is_refused(url: str, hint: str) -> None:
    assert hint in problems(env={"CELERY_BROKER_URL": url})["broker_url"]


def test_a_sqlalchemy_url_without_its_prefix_is_shown_the_right_one() -> None:
    assert "db+postgresql://" in problems(env={"CELERY_RESULT_BACKEND": "postgresql://h/db"})["result_backend"]


def test_a_broken_url_never_shows_its_password() -> None:
    found = problems(env={"CELERY_BROKER_URL": "redis://:p#ss/hunter2@h:6379/0"})
    assert "hunter2" not in str(found)
    assert "%23" in found["broker_url"]


def test_options_of_another_broker_are_left_out_with_a_note() -> None:
    config = load(broker_transport_options={"confirm_publish": True})
    assert "confirm_publish" not in config["broker_transport_options"]
    assert any("confirm_publish" in note.setting for note in config.notes)


def test_over_tls_broker_and_results_verify_the_server() -> None:
    config = load(env={"REDIS_TLS_URL": "rediss://cloud:6380/0", "REDIS_URL": "redis://cloud:6379/0"})
    # redis-py before 6 looks at no name unless told to.
    verified = {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
    assert config["broker_use_ssl"] == config["redis_backend_use_ssl"] == verified


def test_a_part_counts_only_on_its_broker(project: Path) -> None:
    write(project, "mine", 'broker_url = "redis://b"\n[broker.amqp.settings]\nbroker_heartbeat = 30\n')
    assert "broker_heartbeat" not in load("mine")
    assert load("mine", {"CELERY_BROKER_URL": "amqp://h"})["broker_heartbeat"] == 30


def test_transport_options_are_converted_to_what_the_transport_wants() -> None:
    config = load(
        env={"CELERYKIT_BROKER_TRANSPORT_OPTIONS__SOCKET_KEEPALIVE": "off"},
        broker_transport_options={"visibility_timeout": "2h", "max_connections": "20"},
    )
    options = config["broker_transport_options"]
    assert (options["visibility_timeout"], options["max_connections"], options["socket_keepalive"]) == (7200, 20, False)


def test_a_transport_option_of_the_wrong_type_is_refused_with_its_source() -> None:
    found = problems(env={"CELERYKIT_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "soon"})
    told = found["broker_transport_options.visibility_timeout"]
    assert "length of time" in told
    assert "CELERYKIT_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT (environment)" in told


def test_a_broker_that_leads_nowhere_hides_no_other_problem() -> None:
    env = {"CELERY_BROKER_URL": "reddis://h", "CELERYKIT_RESULT_EXPIRES": "soon", "CELERYKIT_INTENT__DELIVERY": "twice"}
    assert {"broker_url", "result_expires", "delivery"} <= set(problems(env=env))


def test_options_of_the_result_backend_are_checked_too() -> None:
    found = problems(result_backend_transport_options={"retry_policy": 3})
    assert "a table" in found["result_backend_transport_options.retry_policy"]


def test_a_secret_option_of_the_wrong_type_is_not_shown() -> None:
    found = problems("rabbitmq-rpc", broker_transport_options={"password": ["hunter2"]})
    assert "hunter2" not in str(found)


def test_a_misspelled_option_is_left_out_with_the_right_name() -> None:
    config = load(broker_transport_options={"visiblity_timeout": 60})
    assert "visiblity_timeout" not in config["broker_transport_options"]
    assert any("did you mean visibility_timeout?" in note.text for note in config.notes)


@pytest.mark.parametrize(
    ("variable", "url", "module"),
    [
        ("CELERY_BROKER_URL", "redis://h", "redis"),
        ("CELERY_RESULT_BACKEND", "db+sqlite:///x.db", "sqlalchemy"),
    ],
)
def test_a_missing_driver_is_named_with_the_line_that_installs_it(
    variable: str, url: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name == module else real(name, *rest))
    told = str(problems("rabbitmq-redis", {variable: url}))
    assert f'pip install "celerykit[{module}]"' in told
