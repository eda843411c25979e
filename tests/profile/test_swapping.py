from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tests.profile.loading import load, problems, write


def test_a_broker_that_needs_no_more_of_the_old_one() -> None:
    config = load("rabbitmq-redis", {"CELERY_BROKER_URL": "redis://h:6379/3"})
    assert config.broker == "redis"
    assert "confirm_publish" not in config["broker_transport_options"]
    assert "task_queue_max_priority" not in config
    assert config["broker_transport_options"]["priority_steps"] == [0, 1, 2]


def test_the_other_way_round() -> None:
    config = load("redis-redis", {"CELERY_BROKER_URL": "amqp://h"})
    assert config["broker_transport_options"] == {"confirm_publish": True}
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
    assert config["broker_use_ssl"] == {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    assert config["redis_backend_use_ssl"] == {"ssl_cert_reqs": ssl.CERT_REQUIRED}


def test_a_part_counts_only_on_its_broker(project: Path) -> None:
    write(project, "mine", 'broker_url = "redis://b"\n[broker.amqp.settings]\nbroker_heartbeat = 30\n')
    assert "broker_heartbeat" not in load("mine")
    assert load("mine", {"CELERY_BROKER_URL": "amqp://h"})["broker_heartbeat"] == 30
