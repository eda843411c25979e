from __future__ import annotations

import json
from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport.redis import SentinelChannel

from celerykit import brokers
from celerykit.backends.sentinel import Sentinel as ResultStore
from celerykit.brokers.redis import Redis
from celerykit.brokers.sentinel import Sentinel
from celerykit.intents import Intents
from celerykit.services import Service
from tests.brokers.contract import CELERY, BrokerContract
from tests.brokers.test_redis import READ_ELSEWHERE
from tests.profile.loading import load, problems
from tests.servers.process import free_ports, program
from tests.servers.redis import PACKAGE
from tests.servers.sentinel import SentinelServers
from tests.workers import run, running_worker, started

THREE = "sentinel://:hunter2@s1:26379/0;sentinel://:hunter2@s2:26379/0;sentinel://:hunter2@s3:26379/0"
GIVEN = {"CELERYKIT_BROKER_TRANSPORT_OPTIONS__MASTER_NAME": "orders"}


def values(intents: Intents, celery: tuple[int, ...] = CELERY) -> dict[str, object]:
    compiled, refused = Sentinel().compile(intents, celery=celery, url="sentinel://h:26379/0")
    assert not refused
    return {".".join(item.path): item.value for item in compiled}


def told(intents: Intents, url: object = THREE) -> dict[str, str]:
    remarks = Sentinel().tells(intents, {"broker_url": url}, celery=CELERY)
    return {remark.intent: remark.text for remark in remarks if remark.severity == "warning"}


class TestContract(BrokerContract):
    broker = Sentinel()
    url = "sentinel://localhost:26379/0"


def test_knows_the_options_that_the_installed_kombu_reads() -> None:
    assert set(Sentinel.options) - READ_ELSEWHERE == set(SentinelChannel.from_transport_options) - READ_ELSEWHERE


def test_knows_the_default_of_each_option_of_its_own() -> None:
    own = set(Sentinel.options) - set(Redis.options)
    # kombu has no attribute for the other three, and reads them with these defaults.
    assert {name: Sentinel.options[name].default for name in own} == {
        "master_name": None,
        "min_other_sentinels": 0,
        "sentinel_fanout_compat": SentinelChannel.sentinel_fanout_compat,
        "sentinel_kwargs": None,
    }


def test_keeps_all_that_redis_keeps() -> None:
    wanted = Intents(
        delivery="at-least-once", longest_task=1800, longest_delay=3600, priorities=("low", "normal", "high")
    )
    compiled, _ = Redis().compile(wanted, celery=CELERY, url="redis://h")
    assert values(wanted) == {".".join(item.path): item.value for item in compiled}
    assert [Sentinel().priority(name, wanted) for name in wanted.priorities] == [2, 1, 0]


def test_a_refusal_names_sentinel() -> None:
    wanted = Intents(longest_task=1800, longest_delay=3600, recover_within=3600)
    _, (refusal,) = Sentinel().compile(wanted, celery=CELERY, url="sentinel://h")
    assert refusal.intent == "recover_within"
    assert refusal.fact.startswith("on Redis Sentinel a killed worker's tasks come back after 1 h 33 min")


def test_a_server_that_goes_without_a_word_is_noticed_where_queues_are_replicated() -> None:
    found = values(Intents(replicated=True))
    assert found["broker_transport_options.socket_timeout"] == 15
    assert found["broker_transport_options.socket_connect_timeout"] == 5
    assert values(Intents(replicated_queues=("orders",))) == found
    assert not [name for name in values(Intents()) if "socket" in name]


def test_over_tls_the_sentinels_are_verified_as_redis_is() -> None:
    found = values(Intents(tls=True, tls_ca="/ca.pem", replicated=True))
    kwargs = found["broker_transport_options.sentinel_kwargs"]
    assert isinstance(kwargs, dict)
    assert kwargs["ssl"] is True
    assert kwargs["ssl_ca_certs"] == found["broker_use_ssl.ssl_ca_certs"] == "/ca.pem"
    assert kwargs["ssl_cert_reqs"] == found["broker_use_ssl.ssl_cert_reqs"]
    assert kwargs["socket_timeout"] == 15


def test_says_that_a_failover_may_lose_the_last_moments() -> None:
    assert "a failover may lose the tasks sent in the last" in told(Intents(replicated=True))["replicated"]
    assert told(Intents()) == {}


@pytest.mark.parametrize(
    "url",
    [
        "sentinel://:hunter2@s1:26379/0;sentinel://s2:26379/0",
        "sentinel://s1:26379/0;sentinel://s2:26379/1",
        ["sentinel://s1/0", "sentinel://s2/1"],
    ],
)
def test_says_where_the_urls_of_the_sentinels_differ(url: object) -> None:
    found = told(Intents(), url)["broker_url"]
    assert "differ in password or database" in found
    assert "hunter2" not in found


@pytest.mark.parametrize("url", [THREE, "sentinel://s1;sentinel://s2/0", "sentinel://s1:26379/2", "", "sentinel://[s1"])
def test_is_silent_about_urls_that_are_alike(url: str) -> None:
    assert told(Intents(), url) == {}


def test_kombu_takes_the_password_from_the_url_that_it_tries() -> None:
    connection = Connection("sentinel://:hunter2@s1:26379/1;sentinel://s2:26379/2")
    assert (connection.password, connection.virtual_host) == ("hunter2", "1")
    connection.maybe_switch_next()
    assert (connection.hostname, connection.password, connection.virtual_host) == ("s2", None, "2")


def test_needs_what_makes_a_failover_lose_little() -> None:
    needs = Sentinel().needs(Intents(delivery="at-least-once"), {})
    assert any("appendonly yes" in need for need in needs)
    assert any("min-replicas-to-write" in need for need in needs)


def test_without_the_name_of_the_master_nothing_is_loaded() -> None:
    env = {"CELERY_BROKER_URL": THREE, "CELERY_RESULT_BACKEND": "sentinel://s1:26379/1"}
    found = problems("redis-redis", env)
    assert "Redis Sentinel needs it" in found["broker_transport_options.master_name"]
    assert "CELERYKIT_BROKER_TRANSPORT_OPTIONS__MASTER_NAME" in found["broker_transport_options.master_name"]
    assert "[backend.sentinel.settings]" in found["result_backend_transport_options.master_name"]
    assert "hunter2" not in str(found)


def test_with_it_one_variable_moves_redis_behind_sentinels() -> None:
    config = load("redis-redis", {"CELERY_BROKER_URL": THREE, **GIVEN})
    assert config.broker == "sentinel"
    assert config["broker_url"] == THREE
    assert config["broker_transport_options"]["master_name"] == "orders"


def test_the_passwords_of_all_its_urls_stay_hidden() -> None:
    config = load("redis-redis", {"CELERY_BROKER_URL": THREE, **GIVEN})
    assert "hunter2" not in repr(config)
    assert "hunter2" not in str(config.notes)


def test_the_profile_moves_to_a_broker_that_needs_nothing_of_it() -> None:
    config = load("redis-sentinel", {"CELERY_BROKER_URL": "redis://h:6379/0"}, intent={"replicated": False})
    assert config.broker == "redis"
    assert "master_name" not in config["broker_transport_options"]


def test_the_profile_says_what_its_servers_must_be() -> None:
    config = load("redis-sentinel")
    assert brokers.for_url(config["broker_url"]) is not None
    assert [config.priority(name) for name in ("low", "normal", "high")] == [2, 1, 0]
    assert config["result_backend_transport_options"]["master_name"] == "mymaster"
    assert any("sentinels or more" in need for need in config.needs)


def services(**settings: object) -> dict[str, Service]:
    given = {"broker_url": THREE, "broker_transport_options": {"master_name": "orders"}, **settings}
    first = Sentinel().service(Intents(delivery="at-least-once", replicated=True), given)
    return {service.name: service for service in (first, *first.beside)}


def test_a_file_for_compose_holds_three_redis_and_three_sentinels() -> None:
    found = services()
    assert list(found) == ["sentinel-1", "redis-1", "redis-2", "redis-3", "sentinel-2", "sentinel-3"]
    assert found["sentinel-1"].url == ";".join(
        f"sentinel://:${{REDIS_PASSWORD}}@sentinel-{number}:26379/0" for number in (1, 2, 3)
    )
    assert [name for name, service in found.items() if "--replicaof" in service.command] == ["redis-2", "redis-3"]
    assert "hunter2" not in repr(found)


def test_what_one_machine_cannot_keep_stays_a_need() -> None:
    wanted = Intents(delivery="at-least-once", replicated=True)
    open_needs = set(Sentinel().needs(wanted, {})) - set(services()["sentinel-1"].keeps)
    assert {need.split(" ", 2)[1] for need in open_needs} == {"sentinels", "supervisor"}


def test_results_ask_for_the_same_servers() -> None:
    settings = {
        "result_backend": "sentinel://s1:26379/1",
        "result_backend_transport_options": {"master_name": "orders"},
    }
    results = ResultStore().service(Intents(), {"broker_url": THREE, **settings})
    assert {each.name: each for each in results.beside}.items() <= services(**settings).items()
    assert results.files == services(**settings)["sentinel-1"].files
    assert results.url.endswith("@sentinel-3:26379/1")


@pytest.mark.servers
def test_redis_and_its_sentinel_take_the_configuration_for_compose(tmp_path: Path) -> None:
    found, (redis, sentinel) = services(), free_ports(2)
    words = [word.replace("${REDIS_PASSWORD}", "hunter2") for word in found["redis-1"].command[1:]]
    words[words.index("--maxmemory") + 1] = "64mb"
    (text,) = found["sentinel-1"].files.values()
    text = text.replace("redis-1 6379", f"127.0.0.1 {redis}").replace("announce-ip sentinel-1", "announce-ip 127.0.0.1")
    conf = tmp_path / "sentinel.conf"
    conf.write_text(text.replace("port 26379", f"port {sentinel}").replace("${REDIS_PASSWORD}", "hunter2"))
    server = [program("redis-server", PACKAGE)]
    here = ["--port", str(redis), "--dir", str(tmp_path)]
    with started([*server, *words, *here], log=tmp_path / "redis.log") as running:
        running.until(lambda: "Ready to accept" in running.output(), limit=60, what="Redis is ready")
        with started([*server, str(conf), "--sentinel"], log=tmp_path / "sentinel.log") as watching:
            watching.until(lambda: "+monitor master orders" in watching.output(), limit=60, what="it is watched")


APP = """
from celery import Celery
import celerykit

app = Celery("shop")
app.config_from_object(celerykit.load_profile("redis-sentinel", app_name="shop"))

@app.task
def add(x, y):
    return x + y
"""

SEND = """
import json
from shop import add

results = [add.apply_async((n, n), countdown=n % 2) for n in range(10)]
print(json.dumps([result.get(timeout=60) for result in results]))
"""


@pytest.mark.servers
@pytest.mark.slow
def test_tasks_and_results_go_on_where_the_replica_has_become_the_master(
    tmp_path: Path, sentinel_servers: SentinelServers
) -> None:
    (tmp_path / "shop.py").write_text(APP)
    (tmp_path / "send.py").write_text(SEND)
    env = {
        "CELERY_BROKER_URL": sentinel_servers.url(0),
        "CELERY_RESULT_BACKEND": sentinel_servers.url(1),
        "CELERYKIT_BROKER_TRANSPORT_OPTIONS__MASTER_NAME": sentinel_servers.master_name,
        "CELERYKIT_RESULT_BACKEND_TRANSPORT_OPTIONS__MASTER_NAME": sentinel_servers.master_name,
    }
    with running_worker("shop:app", cwd=tmp_path, env=env) as worker:
        assert json.loads(run("send.py", cwd=tmp_path, env=env)) == [n + n for n in range(10)]
        sentinel_servers.fail_over()
        assert json.loads(run("send.py", cwd=tmp_path, env=env, limit=120)) == [n + n for n in range(10)]
        assert worker.output().count("succeeded in") >= 20
    sentinel_servers.restore()
