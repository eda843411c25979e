from __future__ import annotations

import pytest
from kombu.transport.redis import Channel

from celerykit.brokers.redis import Redis
from celerykit.intents import Intents
from tests.brokers.contract import CELERY, BrokerContract

# Read by the transport's event loop and by the base class, not through Channel.from_transport_options.
READ_ELSEWHERE = {"polling_interval", "reauth_check_interval", "health_check_interval"}
VERIFIED = {"broker_use_ssl.ssl_cert_reqs": "required", "broker_use_ssl.ssl_check_hostname": True}


def values(intents: Intents, celery: tuple[int, ...] = CELERY, url: str = "redis://h") -> dict[str, object]:
    compiled, _ = Redis().compile(intents, celery=celery, url=url)
    return {".".join(item.path): item.value for item in compiled}


def refused(intents: Intents) -> list[str]:
    return [item.intent for item in Redis().compile(intents, celery=CELERY, url="redis://h")[1]]


class TestContract(BrokerContract):
    broker = Redis()
    url = "redis://localhost:6379/0"


def test_knows_the_options_that_the_installed_kombu_reads() -> None:
    assert set(Redis.options) - READ_ELSEWHERE == set(Channel.from_transport_options) - READ_ELSEWHERE


@pytest.mark.parametrize("name", sorted(set(Redis.options) - READ_ELSEWHERE - {"body_encoding", "deadletter_queue"}))
def test_knows_the_default_of_each_option(name: str) -> None:
    default = getattr(Channel, name)
    known = Redis.options[name].default
    assert (tuple(default) if isinstance(default, (list, tuple)) else default) == known


def test_at_least_once_acknowledges_late_and_looks_for_lost_messages_often() -> None:
    found = values(Intents(delivery="at-least-once"))
    assert found["task_acks_late"] is True
    assert found["task_retry_on_worker_lost"] is True
    assert found["broker_transport_options.unacked_restore_throttle"] == 1


def test_before_celery_5_7_a_lost_task_is_rejected_instead_of_retried() -> None:
    found = values(Intents(delivery="at-least-once"), celery=(5, 6, 2))
    assert found["task_reject_on_worker_lost"] is True
    assert "task_retry_on_worker_lost" not in found
    assert "broker_transport_options.unacked_restore_throttle" not in found


def test_a_message_stays_hidden_longer_than_its_delay_and_its_run() -> None:
    found = values(Intents(longest_task=1800, longest_delay=3600))
    assert found["broker_transport_options.visibility_timeout"] == 3600 + 1800 + 180


def test_a_short_task_keeps_a_margin_of_a_minute() -> None:
    assert values(Intents(longest_task=10))["broker_transport_options.visibility_timeout"] == 70


def test_the_soft_limit_comes_before_the_hard_one() -> None:
    found = values(Intents(longest_task=100))
    assert (found["task_soft_time_limit"], found["task_time_limit"]) == (90, 100)


def test_the_most_urgent_priority_is_zero() -> None:
    intents = Intents(priorities=("low", "normal", "high"))
    assert [Redis().priority(name, intents) for name in intents.priorities] == [2, 1, 0]
    assert values(intents)["task_default_priority"] == 1


def test_refuses_a_recovery_that_its_delays_forbid() -> None:
    assert refused(Intents(longest_task=1800, longest_delay=3600, recover_within=3600)) == ["recover_within"]


def test_takes_a_recovery_that_its_delays_allow() -> None:
    assert refused(Intents(longest_task=1800, longest_delay=3600, recover_within=7200)) == []


def test_refuses_more_priorities_than_kombu_tells_apart() -> None:
    assert refused(Intents(priorities=tuple(f"p{number}" for number in range(11)))) == ["priorities"]


def test_a_sender_in_a_hurry_waits_for_no_answer_longer_than_a_second() -> None:
    found = values(Intents(delivery="at-least-once", publish="fail-fast"))
    assert found["broker_transport_options.socket_timeout"] == 1
    assert found["broker_transport_options.socket_connect_timeout"] == 1
    patient = values(Intents(delivery="at-least-once"))
    assert patient["broker_transport_options.socket_connect_timeout"] == 10
    assert "broker_transport_options.socket_timeout" not in patient


def test_says_that_a_worker_is_in_a_hurry_too() -> None:
    def told(intents: Intents) -> list[str]:
        return [remark.intent for remark in Redis().tells(intents, {}, celery=CELERY)]

    assert "publish" in told(Intents(publish="fail-fast"))
    assert "publish" not in told(Intents(publish="patient"))


def test_says_after_how_long_a_killed_workers_tasks_are_back() -> None:
    def back(celery: tuple[int, ...]) -> str:
        wanted = Intents(delivery="at-least-once")
        options = {"broker_transport_options": {"visibility_timeout": 600}}
        (remark,) = (item for item in Redis().tells(wanted, options, celery=celery) if item.intent == "recover_within")
        return remark.text

    assert "10 min 5 s" in back(CELERY)
    assert "11 min 40 s" in back((5, 6))


@pytest.mark.parametrize("intents", [Intents(replicated=True), Intents(queues=("q",), replicated_queues=("q",))])
def test_refuses_copies_that_it_does_not_have(intents: Intents) -> None:
    assert refused(intents) == ["replicated"]


def test_over_tls_the_server_is_verified() -> None:
    assert values(Intents(), url="rediss://h") == VERIFIED


def test_tls_can_be_said_for_a_url_that_does_not() -> None:
    assert values(Intents(tls=True), url="redis://h") == VERIFIED
    files = {"tls_ca": "/ca.pem", "tls_certificate": "/me.pem", "tls_key": "/key.pem"}
    assert values(Intents(tls=True, **files), url="redis://h") == VERIFIED | {  # type: ignore[arg-type]
        "broker_use_ssl.ssl_ca_certs": "/ca.pem",
        "broker_use_ssl.ssl_certfile": "/me.pem",
        "broker_use_ssl.ssl_keyfile": "/key.pem",
    }


def test_a_socket_of_this_machine_is_not_encrypted() -> None:
    assert values(Intents(tls=True), url="redis+socket:///run/redis.sock") == {}


@pytest.mark.parametrize(
    ("tls", "url"),
    [(False, "rediss://h"), (True, "rediss://h?ssl_cert_reqs=none"), (True, "rediss://h?ssl_check_hostname=false")],
)
def test_refuses_a_url_that_says_the_contrary(tls: bool, url: str) -> None:
    (refusal,) = Redis().compile(Intents(tls=tls), celery=CELERY, url=url)[1]
    assert refusal.intent == "tls"


def test_what_the_url_says_of_tls_is_left_alone() -> None:
    assert values(Intents(), url="rediss://h?ssl_cert_reqs=none") == {}


def test_says_which_delays_run_more_than_once() -> None:
    (said,) = [
        remark.text for remark in Redis().tells(Intents(), {}, celery=CELERY) if remark.intent == "longest_delay"
    ]
    assert "a longer delay than 1 h" in said
