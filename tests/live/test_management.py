from __future__ import annotations

import json
from typing import Any

import pytest

from celerykit.live.base import NotChecked
from celerykit.live.management import VARIABLE, management
from celerykit.live.rabbitmq_queues import listed
from celerykit.live.system import system_of
from tests.live.fake_management import Answer, answering
from tests.live.managed import ManagedRabbit
from tests.rules.build import project
from tests.servers.process import free_port
from tests.servers.rabbitmq import RabbitServer

pytestmark = pytest.mark.servers


def reason(broker: str) -> str:
    """Why the interface could not be asked."""
    with system_of(project(broker_url=broker), limit=1.0) as system, pytest.raises(NotChecked) as error:
        system.once(management)
    return str(error.value)


def always(status: int, body: bytes = b"{}") -> Answer:
    return lambda _: (status, body)


def test_asks_who_the_url_says(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    broker = rabbit.fresh()
    user = rabbit.user(broker, tags="management")
    name = user.partition("://")[2].partition("@")[0]
    monkeypatch.setenv(VARIABLE, rabbit.interface.replace("://", f"://{name}@"))

    with system_of(project(broker_url=broker)) as system:
        interface = system.once(management)
        assert interface.get("whoami")["name"] == name.partition(":")[0]

    assert "geheim" not in repr(interface)
    assert interface.shown == rabbit.interface


def test_says_that_the_user_has_no_tag(rabbit: ManagedRabbit) -> None:
    assert "refuses this user: it needs the tag management" in reason(rabbit.user(rabbit.fresh()))


def test_says_that_nobody_listens(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"http://u:geheim@127.0.0.1:{free_port()}/")

    said = reason(rabbit.fresh())

    assert "nobody listens there" in said
    assert VARIABLE in said
    assert "geheim" not in said


@pytest.mark.parametrize("url", ["rabbit:15672", "ftp://rabbit", "http://", "http://rabbit:hutch"])
def test_says_that_the_variable_is_no_url(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(VARIABLE, url)

    assert reason(rabbit.fresh()) == f"{VARIABLE} is no URL of HTTP: http://host:15672"


def test_says_that_another_program_answers(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(always(404)) as url:
        monkeypatch.setenv(VARIABLE, url)

        assert reason(rabbit.fresh()).endswith("what answers there is no RabbitMQ")


def test_goes_nowhere_else_with_the_password(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def elsewhere(path: str) -> tuple[int, bytes]:
        asked.append(path)
        return 200, b"{}"

    with answering(elsewhere) as other, answering(always(302), {"Location": other}) as url:
        monkeypatch.setenv(VARIABLE, url)
        monkeypatch.setenv("http_proxy", other)

        assert reason(rabbit.fresh()).endswith("what answers there is no RabbitMQ")
    assert asked == []


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, b"", "answers 500 for its queues"),
        (401, b"{}", "does not tell this user its queues"),
        (200, b"<html>", "what answers there is no RabbitMQ"),
        (200, b" " * (8 * 1024 * 1024 + 1), "answers more than 8388608 bytes"),
    ],
)
def test_says_what_is_wrong_with_an_answer(
    rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, words: str
) -> None:
    def answer(path: str) -> tuple[int, bytes]:
        return (200, b"{}") if path.endswith("whoami") else (status, body)

    with answering(answer) as url, system_of(project(broker_url=rabbit.fresh())) as system:
        monkeypatch.setenv(VARIABLE, url)

        with pytest.raises(NotChecked, match=words):
            system.once(listed)


@pytest.mark.parametrize("trusted", [True, False])
def test_trusts_whom_the_broker_url_trusts(
    rabbitmq_tls_server: RabbitServer, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    tls = rabbitmq_tls_server.tls
    assert tls
    # Of a broker without TLS, nothing says who is to be trusted.
    broker = rabbitmq_tls_server.tls_url() if trusted else rabbitmq_tls_server.fresh()
    settings: dict[str, Any] = {"broker_use_ssl": {"ca_certs": str(tls.ca)}} if trusted else {}

    with answering(always(200), tls=tls) as url, system_of(project(broker_url=broker, **settings)) as system:
        monkeypatch.setenv(VARIABLE, url)

        if trusted:
            assert system.once(management).get("whoami") == {}
        else:
            with pytest.raises(NotChecked, match="its certificate is not accepted"):
                system.once(management)


def test_reads_page_by_page_and_not_for_ever(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    def answer(path: str) -> tuple[int, bytes]:
        if path.endswith("whoami"):
            return 200, b"{}"
        pages.append(path)
        items: list[dict[str, Any]] = [{"name": f"q{len(pages)}", "durable": True}]
        return 200, json.dumps({"items": items, "page_count": 99}).encode()

    with answering(answer) as url, system_of(project(broker_url=rabbit.fresh())) as system:
        monkeypatch.setenv(VARIABLE, url)
        found = system.once(listed)

    assert len(pages) == len(found.queues) == 10
    assert not found.complete
