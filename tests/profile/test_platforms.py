from __future__ import annotations

from pathlib import Path

from tests.profile.loading import load, write


def test_a_platforms_url_is_a_fallback() -> None:
    config = load("rabbitmq-rpc", {"CLOUDAMQP_URL": "amqp://cloud/v"})
    assert config["broker_url"] == "amqp://cloud/v"
    assert str(config.source("broker_url")) == "CLOUDAMQP_URL (platform)"


def test_celerys_own_variable_beats_a_platforms() -> None:
    env = {"REDIS_URL": "redis://platform:6379/0", "CELERY_BROKER_URL": "redis://own:6379/5"}
    assert load(env=env)["broker_url"] == "redis://own:6379/5"


def test_one_redis_url_gives_two_databases() -> None:
    config = load(env={"REDIS_URL": "redis://:pw@cloud:6379"})
    assert config["broker_url"] == "redis://:pw@cloud:6379"
    assert config["result_backend"] == "redis://:pw@cloud:6379/1"
    assert "next database number" in str(config.source("result_backend"))


def test_a_provider_with_one_database_keeps_both_apart_by_prefix(project: Path) -> None:
    write(project, "cloud", 'extends = "redis-redis"\nsingle_database = true\n')
    config = load("cloud", {"REDIS_URL": "redis://cloud:6379/0"})
    assert config["result_backend"] == config["broker_url"]
    assert config["broker_transport_options"]["global_keyprefix"] == "broker:"
    assert config["result_backend_transport_options"]["global_keyprefix"] == "results:"


def test_a_platforms_database_is_reached_by_a_driver_that_is_known(project: Path) -> None:
    write(project, "rows", 'extends = "rabbitmq-redis"\nresult_backend_from = ["DATABASE_URL"]\n')
    config = load("rows", {"DATABASE_URL": "mysql://user:pw@cloud/app"})
    assert config["result_backend"] == "db+mysql+pymysql://user:pw@cloud/app"
