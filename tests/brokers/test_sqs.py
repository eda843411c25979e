from __future__ import annotations

import inspect
import logging
import re

import pytest
from kombu.transport import SQS

from celerykit.brokers.sqs import Sqs
from celerykit.intents import Intents
from celerykit.values.secrets import hide_in_text
from tests.brokers.contract import CELERY, BrokerContract
from tests.profile.loading import load, problems

HOUR = 3600

# Read by the base class.
READ_ELSEWHERE = {"polling_interval", *SQS.Channel.from_transport_options}

KEYS = "sqs://AKIAEXAMPLE:hunter2@"


def values(intents: Intents, url: str = "sqs://", celery: tuple[int, ...] = CELERY) -> dict[str, object]:
    compiled, refused = Sqs().compile(intents, celery=celery, url=url)
    assert not refused
    return {".".join(item.path): item.value for item in compiled}


def refused(intents: Intents, url: str = "sqs://") -> dict[str, str]:
    return {item.intent: f"{item.fact}|{item.cure}" for item in Sqs().compile(intents, celery=CELERY, url=url)[1]}


def told(intents: Intents, **settings: object) -> dict[str, str]:
    return {remark.intent: remark.text for remark in Sqs().tells(intents, settings, celery=CELERY)}


class TestContract(BrokerContract):
    broker = Sqs()
    url = "sqs://"


def test_knows_the_options_that_the_installed_kombu_reads() -> None:
    source = inspect.getsource(SQS) + inspect.getsource(SQS.SnsFanout)
    read = set(re.findall(r"transport_options\.get\(\s*['\"]([\w-]+)", source))
    assert set(Sqs.options) - READ_ELSEWHERE == read


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("visibility_timeout", SQS.Channel.default_visibility_timeout),
        ("wait_time_seconds", SQS.Channel.default_wait_time_seconds),
        ("region", SQS.Channel.default_region),
        ("polling_interval", SQS.Transport.polling_interval),
    ],
)
def test_knows_the_default_of_an_option(name: str, default: object) -> None:
    assert Sqs.options[name].default == default


def test_at_least_once_acknowledges_late_and_keeps_what_waits() -> None:
    found = values(Intents(delivery="at-least-once"))
    assert (found["task_acks_late"], found["worker_prefetch_multiplier"]) == (True, 1)
    assert found["broker_transport_options.sqs-creation-attributes"] == {"MessageRetentionPeriod": "1209600"}


def test_a_message_stays_hidden_longer_than_its_delay_and_its_run() -> None:
    found = values(Intents(longest_task=1800, longest_delay=HOUR))
    assert found["broker_transport_options.visibility_timeout"] == HOUR + 1800 + 180


@pytest.mark.parametrize(
    ("intents", "names"),
    [
        (Intents(longest_task=13 * HOUR), {"longest_task"}),
        (Intents(longest_delay=12 * HOUR), {"longest_delay"}),
        (Intents(longest_task=6 * HOUR, longest_delay=6 * HOUR), {"longest_delay"}),
        (Intents(longest_task=13 * HOUR, longest_delay=HOUR), {"longest_task"}),
        (Intents(longest_task=13 * HOUR, longest_delay=24 * HOUR), {"longest_task", "longest_delay"}),
        (Intents(longest_task=HOUR, longest_delay=10 * HOUR), set()),
    ],
)
def test_refuses_what_is_hidden_for_longer_than_sqs_hides_it(intents: Intents, names: set[str]) -> None:
    assert set(refused(intents)) == names


def test_a_delay_that_is_refused_says_for_how_long_sqs_hides_a_message() -> None:
    assert "SQS hides a message for 12 h at most" in refused(Intents(longest_delay=24 * HOUR))["longest_delay"]


def test_refuses_a_recovery_that_its_delays_forbid() -> None:
    wanted = Intents(longest_task=1800, longest_delay=HOUR, recover_within=HOUR)
    assert "on SQS a killed worker's tasks come back after 1 h 33 min" in refused(wanted)["recover_within"]


def test_refuses_priorities() -> None:
    assert "SQS has no priorities" in refused(Intents(priorities=("low", "high")))["priorities"]
    assert Sqs().priority("high", Intents(priorities=("low", "high"))) is None


def test_refuses_at_most_once_on_standard_queues() -> None:
    assert "more than once" in refused(Intents(delivery="at-most-once"))["delivery"]
    assert refused(Intents(delivery="at-most-once", queues=("mail.fifo", "bulk")))


def test_takes_at_most_once_on_fifo_queues() -> None:
    assert values(Intents(delivery="at-most-once", queues=("mail.fifo",)))["task_acks_late"] is False


@pytest.mark.parametrize(
    "names",
    [("shop.orders", "shop-orders"), ("a" * 81,), ("größe",), ("two words",), ("mail.one.fifo", "mail-one.fifo")],
)
def test_refuses_names_of_queues_that_sqs_cannot_tell_apart_or_take(names: tuple[str, ...]) -> None:
    assert set(refused(Intents(queues=names))) == {"queues"}


def test_takes_names_of_queues_that_it_writes_otherwise() -> None:
    assert refused(Intents(queues=("shop.orders", "shop/mail", "bulk.fifo"))) == {}


@pytest.mark.parametrize("name", ["shop.orders", "a/b c", "mail.one.fifo", "plain_name-1", "größe"])
def test_names_a_queue_as_kombu_does(name: str) -> None:
    kombus = SQS.Channel.entity_name(None, name)
    said = told(Intents(), task_default_queue=name).get("task_default_queue", f"called {name!r}")
    assert f"called {kombus!r}" in said


def test_replicated_queues_and_encryption_are_what_sqs_is() -> None:
    assert values(Intents(replicated=True, tls=True)) == {}


def test_a_host_in_the_url_is_spoken_to_over_tls_where_that_is_wanted() -> None:
    assert values(Intents(tls=True), "sqs://queue.internal")["broker_transport_options.is_secure"] is True


def test_a_host_in_the_url_is_plain_http_to_kombu_unless_told() -> None:
    url = "sqs://key:hunter2@queue.internal"
    assert "queue.internal is not encrypted" in told(Intents(), broker_url=url)["tls"]
    assert "hunter2" not in str(told(Intents(), broker_url=url))
    secure = {"is_secure": True}
    assert "tls" not in told(Intents(), broker_url=url, broker_transport_options=secure)
    assert "tls" not in told(Intents(), broker_url="sqs://localhost:4566")
    assert "tls" not in told(Intents(), broker_url="sqs://")


def test_an_authority_of_ones_own_is_refused_for_a_host_and_not_needed_for_amazon() -> None:
    assert "tls_ca" in refused(Intents(tls=True, tls_ca="/ca.pem"), "sqs://queue.internal")
    assert refused(Intents(tls=True, tls_ca="/ca.pem")) == {}
    assert "usual authorities" in told(Intents(tls=True, tls_ca="/ca.pem"), broker_url="sqs://")["tls"]


def test_says_how_long_a_killed_workers_tasks_stay_away() -> None:
    wanted = Intents(delivery="at-least-once")
    options = {"visibility_timeout": 5580}
    assert "after 1 h 33 min 1 s" in told(wanted, broker_transport_options=options)["recover_within"]
    assert "after 30 min 1 s" in told(wanted)["recover_within"]
    assert "recover_within" not in told(Intents())


def test_says_what_rpc_leaves_behind() -> None:
    assert "nothing ever deletes it" in told(Intents(results="caller"), result_backend="rpc://")["result_backend"]
    assert "result_backend" not in told(Intents(results="caller"), result_backend="redis://h")


def test_queues_that_exist_must_have_what_kombu_gives_to_new_ones() -> None:
    needs = Sqs().needs(Intents(delivery="at-least-once", longest_task=100), {})
    assert any(need.startswith("VisibilityTimeout 160 on queues that exist") for need in needs)
    assert any("MessageRetentionPeriod 1209600" in need for need in needs)


def test_there_is_no_server_to_run() -> None:
    assert Sqs().service(Intents(delivery="at-least-once"), {"broker_url": "sqs://"}) is None


def test_the_profile_loads_and_says_what_to_know(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "celerykit")
    config = load("sqs-redis", {"CELERY_BROKER_URL": KEYS}, app_name="shop.orders")
    assert (config.broker, config.backend) == ("sqs", "redis")
    assert any("'shop-orders' on SQS" in note.text for note in config.notes)
    assert "hunter2" not in caplog.text
    assert "hunter2" not in repr(config)


def test_one_variable_moves_the_profile_to_rabbitmq_and_leaves_nothing_of_sqs() -> None:
    config = load("sqs-redis", {"CELERY_BROKER_URL": "amqp://h"}, intent={"replicated": False})
    assert config.broker == "amqp"
    assert set(config.get("broker_transport_options", {})) <= {"confirm_publish"}


def test_a_profile_with_priorities_is_refused_with_those_that_keep_them() -> None:
    found = problems("redis-redis", {"CELERY_BROKER_URL": KEYS})["priorities"]
    assert "Redis" in found
    assert "RabbitMQ" in found
    assert "hunter2" not in found


def test_a_publisher_in_a_hurry_makes_boto3_hurry_too() -> None:
    found = values(Intents(publish="fail-fast"))
    client = found["broker_transport_options.client-config"]
    waited = found["broker_transport_options.wait_time_seconds"]
    assert isinstance(client, dict)
    assert isinstance(waited, int)
    assert client["read_timeout"] > waited
    assert "broker_transport_options.client-config" not in values(Intents(publish="patient"))


def test_a_worker_that_has_to_stop_before_its_tasks_end_puts_them_back() -> None:
    wanted = Intents(delivery="at-least-once", longest_task=1800, stop_within=30)
    assert values(wanted)["worker_soft_shutdown_timeout"] == 25
    assert "REMAP_SIGTERM" in told(wanted)["stop_within"]
    assert set(refused(Intents(longest_task=1800, stop_within=2))) == {"stop_within"}


@pytest.mark.parametrize("secret", ["hunter2", "hun/ter2+x=", "hun:ter2"])
def test_of_credentials_in_a_url_nothing_is_shown(secret: str) -> None:
    assert hide_in_text(f"broker_url = 'sqs://AKIAEXAMPLE:{secret}@'") == "broker_url = 'sqs://***@'"
    assert hide_in_text(f"sqs://AKIAEXAMPLE:{secret}@queue.internal:9324") == "sqs://***@queue.internal:9324"


def test_says_that_remote_control_reaches_no_worker() -> None:
    assert "carries no remote control" in told(Intents())["worker_enable_remote_control"]


def test_says_nothing_of_remote_control_where_broadcasts_go_through_sns() -> None:
    assert "worker_enable_remote_control" not in told(Intents(), broker_transport_options={"supports_fanout": True})


def test_says_how_large_a_message_may_be() -> None:
    assert "1 MiB" in told(Intents())["broker_url"]


def test_says_which_delays_run_more_than_once() -> None:
    options = {"visibility_timeout": 90}
    assert "a longer delay than 1 min 30 s" in told(Intents(), broker_transport_options=options)["longest_delay"]
