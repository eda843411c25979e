from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from celerykit.compose import compose_file
from celerykit.profile.load import load_profile
from tests.compose.filled_in import MustBeSet, composed, written
from tests.servers.process import eventually, free_port, program, scratch, started
from tests.servers.rabbitmq import rabbitmq_running

PASSWORDS = {
    "REDIS_PASSWORD": "r3dis",
    "RABBITMQ_PASSWORD": "r4bbit",
    "RABBITMQ_ERLANG_COOKIE": "c00kie",
    "POSTGRES_PASSWORD": "p0stgres",
}
SECRETS = {
    "CELERY_BROKER_URL": "redis://:hunter2@localhost:6390/3",
    "CELERY_RESULT_BACKEND": "redis://:hunter2@localhost:6390/4",
}
PROFILES = sorted(path.stem for path in (Path(__file__).parents[2] / "profiles").glob("*.toml"))
KEYS = {
    "build",
    "command",
    "configs",
    "depends_on",
    "environment",
    "healthcheck",
    "hostname",
    "image",
    "ports",
    "restart",
    "stop_grace_period",
    "volumes",
}


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.CRITICAL, logger="celerykit"):
        yield


def test_broker_and_results_on_one_server_are_one_service() -> None:
    services = composed(written("redis-redis"), **PASSWORDS)["services"]
    assert list(services) == ["redis"]
    assert "--databases" not in services["redis"]["command"]


def test_broker_and_results_on_two_servers_are_two_services() -> None:
    env = {"CELERY_BROKER_URL": "redis://a:6379/0", "CELERY_RESULT_BACKEND": "redis://b:6379/0"}
    services = composed(written("redis-redis", env=env), **PASSWORDS)["services"]
    assert list(services) == ["redis", "redis-results"]
    assert [service["ports"] for service in services.values()] == [["127.0.0.1:6379:6379"], ["127.0.0.1:6380:6379"]]


def test_this_machine_is_one_server_by_all_its_names() -> None:
    env = {"CELERY_BROKER_URL": "redis://localhost", "CELERY_RESULT_BACKEND": "redis://127.0.0.1:6379/20"}
    services = composed(written("redis-redis", env=env), **PASSWORDS)["services"]
    assert list(services) == ["redis"]
    assert services["redis"]["command"][7:9] == ["--databases", "21"]


def test_what_a_url_holds_is_quoted_as_in_urls() -> None:
    env = {"CELERY_BROKER_URL": "amqp://a%40b:pw@mq/my%2Fhost"}
    rabbitmq = composed(written("rabbitmq-rpc", env=env), **PASSWORDS)["services"]["rabbitmq"]
    assert rabbitmq["environment"]["RABBITMQ_DEFAULT_USER"] == "a@b"
    assert rabbitmq["environment"]["RABBITMQ_DEFAULT_VHOST"] == "my/host"
    worker = composed(written("rabbitmq-rpc", "shop", env=env), **PASSWORDS)["services"]["worker"]
    assert worker["environment"]["CELERY_BROKER_URL"] == "amqp://a%40b:r4bbit@rabbitmq:5672/my%2Fhost"


def test_the_port_is_the_one_that_the_profile_names_on_this_machine() -> None:
    env = {"CELERY_BROKER_URL": "amqp://localhost:5679/shop", "CELERY_RESULT_BACKEND": "redis://127.0.0.1:6390/40"}
    text = written("rabbitmq-redis", env=env)
    services = composed(text, **PASSWORDS)["services"]
    assert services["rabbitmq"]["ports"] == ["127.0.0.1:5679:5672"]
    assert services["rabbitmq"]["environment"]["RABBITMQ_DEFAULT_VHOST"] == "shop"
    assert services["redis"]["ports"] == ["127.0.0.1:6390:6379"]
    assert "--databases 41" in " ".join(services["redis"]["command"])
    assert "CELERY_BROKER_URL=amqp://celery:${RABBITMQ_PASSWORD}@localhost:5679/shop" in text


@pytest.mark.parametrize("profile", PROFILES)
def test_every_server_is_told_apart_healthy_and_closed_to_others(profile: str) -> None:
    text = written(profile)
    file = composed(text, **PASSWORDS) if text else {"services": {}}
    ports = [port for service in file["services"].values() for port in service.get("ports", ())]
    assert len({port.split(":")[1] for port in ports}) == len(ports)
    for name, service in file["services"].items():
        assert service.keys() <= KEYS, name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["image"].rpartition(":")[2][0].isdigit()
        assert {volume.partition(":")[0] for volume in service.get("volumes", ())} <= file["volumes"].keys()
        assert {config["source"] for config in service.get("configs", ())} <= file.get("configs", {}).keys()


def test_a_password_must_be_set_and_is_never_written() -> None:
    text = written("redis-redis", env=SECRETS)
    assert "hunter2" not in text
    with pytest.raises(MustBeSet, match="set REDIS_PASSWORD"):
        composed(text)


def test_the_same_profile_gives_the_same_bytes() -> None:
    assert written("rabbitmq-redis", "shop") == written("rabbitmq-redis", "shop")


def test_comments_name_the_intent_that_asked() -> None:
    text = written("redis-redis")
    assert "# appendonly yes: else a restart loses what is queued (delivery, profiles/redis-redis.toml:" in text
    assert "longest_task, profiles" in " ".join(written("rabbitmq-redis").replace("#", "").split())


def test_what_the_file_cannot_see_to_is_said() -> None:
    alone = compose_file(load_profile("redis-redis", env={}))
    assert [warning.split(":")[0] for warning in alone.warnings] == ["a supervisor that restarts workers"]
    assert "This file does not see to:\n# - a supervisor that restarts workers" in alone.text
    assert compose_file(load_profile("redis-redis", env={}), app="shop").warnings == ()


def test_tls_is_said_to_be_missing() -> None:
    env = {"CELERY_BROKER_URL": "rediss://cache:6379/0", "CELERY_RESULT_BACKEND": "rediss://cache:6379/1"}
    file = compose_file(load_profile("redis-redis", env=env))
    assert any(warning.startswith("TLS (broker_url and result_backend)") for warning in file.warnings)
    assert "TLS (broker_url" in file.text


@pytest.mark.parametrize("profile", ["testing", "sqlalchemy-backend"])
def test_without_a_server_there_is_nothing_to_run(profile: str) -> None:
    file = compose_file(load_profile(profile, env={}))
    assert file.text == ""
    assert all(warning.endswith("nothing to run") for warning in file.warnings)


def test_a_worker_reaches_the_servers_by_their_names_and_is_started_again() -> None:
    file = composed(written("rabbitmq-redis", "shop.app:app"), **PASSWORDS)
    worker = file["services"]["worker"]
    assert worker["command"] == ["celery", "-A", "shop.app:app", "worker", "--loglevel", "INFO"]
    assert worker["environment"]["CELERY_BROKER_URL"] == "amqp://celery:r4bbit@rabbitmq:5672//"
    assert worker["environment"]["CELERY_RESULT_BACKEND"] == "redis://:r3dis@redis:6379/1"
    assert worker["restart"] == "always"
    assert worker["stop_grace_period"] == "1805s"
    assert "beat" not in file["services"]


def test_stop_within_is_how_long_a_worker_may_take_to_stop() -> None:
    text = written("rabbitmq-redis", "shop", env={"CELERYKIT_INTENT__STOP_WITHIN": "3h"})
    assert composed(text, **PASSWORDS)["services"]["worker"]["stop_grace_period"] == "10800s"


def test_a_worker_that_may_not_wait_for_its_tasks_puts_them_back() -> None:
    def environment(stop_within: str) -> dict[str, str]:
        text = written("rabbitmq-redis", "shop", intent={"stop_within": stop_within, "longest_task": "30m"})
        found: dict[str, str] = composed(text, **PASSWORDS)["services"]["worker"]["environment"]
        return found

    assert environment("2m")["REMAP_SIGTERM"] == "SIGQUIT"
    assert "REMAP_SIGTERM" not in environment("3h")


def test_a_beat_comes_where_results_must_be_cleaned_up() -> None:
    env = {"CELERY_RESULT_BACKEND": "db+postgresql+psycopg://me@localhost:5433/results"}
    file = composed(written("rabbitmq-redis", "shop", env=env), **PASSWORDS)
    assert list(file["services"]) == ["rabbitmq", "postgres", "worker", "beat"]
    inside = "db+postgresql+psycopg://me:p0stgres@postgres:5432/results"
    assert file["services"]["beat"]["environment"]["CELERY_RESULT_BACKEND"] == inside
    assert file["services"]["postgres"]["ports"] == ["127.0.0.1:5433:5432"]


def test_replicated_queues_take_three_nodes_that_know_each_other() -> None:
    text = written("rabbitmq-rpc", "shop", intent={"replicated": True, "priorities": "unset"})
    file = composed(text, **PASSWORDS)
    nodes = [f"rabbitmq-{number}" for number in (1, 2, 3)]
    assert list(file["services"]) == [*nodes, "worker"]
    assert {name: file["services"][name]["hostname"] for name in nodes} == {name: name for name in nodes}
    (config,) = file["configs"].values()
    assert [line.split(" = ")[1] for line in config["content"].splitlines() if ".nodes." in line] == [
        f"rabbit@{name}" for name in nodes
    ]
    urls = file["services"]["worker"]["environment"]["CELERY_BROKER_URL"].split(";")
    assert urls == [f"amqp://celery:r4bbit@{name}:5672//" for name in nodes]


@pytest.mark.servers
def test_redis_started_by_the_written_words_is_what_the_profile_needs() -> None:
    import redis

    service = composed(written("redis-redis"), **PASSWORDS)["services"]["redis"]
    name, *words = service["command"]
    port = free_port()
    with scratch() as folder:
        here = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command = [program(name, "redis-server"), *words, *here]
        with (
            started(command, log=folder / "log") as server,
            redis.Redis(port=port, password="r3dis", decode_responses=True) as client,
        ):
            server.until(lambda: "Ready to accept" in server.output(), limit=30, what="Redis is ready")
            asked = client.config_get("appendonly", "maxmemory-policy", "maxmemory")
            assert asked == {"appendonly": "yes", "maxmemory-policy": "noeviction", "maxmemory": str(512 * 1024**2)}
            with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
                stranger.ping()
            client.set("kept", "1")
            eventually(lambda: list(folder.rglob("*.aof")), what="it writes an append-only file")


@pytest.mark.servers
@pytest.mark.slow
def test_rabbitmq_started_with_the_written_file_is_what_the_profile_needs() -> None:
    file = composed(written("rabbitmq-rpc"), **PASSWORDS)
    (config,) = file["configs"].values()
    lines = dict(line.split(" = ") for line in config["content"].splitlines())
    with rabbitmq_running(conf=lines) as server:
        timeout = int(server.ctl("eval", "{ok, T} = application:get_env(rabbit, consumer_timeout), T."))
    profile = load_profile("rabbitmq-rpc", env={})
    wanted = profile.facts.wanted
    assert wanted.longest_delay is not None
    assert wanted.longest_task is not None
    assert timeout > 1000 * (wanted.longest_delay + 2 * wanted.longest_task)
    assert [need for need in profile.needs if need.startswith("consumer_timeout above 2 h")]
