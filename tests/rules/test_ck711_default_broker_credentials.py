from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown

FAR = "amqps://guest:guest@mq.example.net//"


def test_the_account_that_everybody_knows() -> None:
    finding = only("CK711", broker_url=FAR)
    assert finding.message == (
        "broker_url has guest log in to mq.example.net: RabbitMQ refuses guest from other machines, or is open to all"
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize("url", ["amqp://mq.example.net//", "amqps://8.8.8.8"])
def test_nobody_is_guest_too(url: str) -> None:
    assert "has nobody, which is guest, log in" in only("CK711", broker_url=url).message


def test_a_user_without_a_password() -> None:
    assert only("CK711", broker_url="amqp://guest@mq.example.net//")


def test_in_a_network_of_containers_it_is_noted() -> None:
    assert only("CK711", broker_url="amqp://guest:guest@rabbitmq:5672//").severity == "info"


def test_the_default_of_a_variable() -> None:
    assert only("CK711", broker_url=env("BROKER", FAR)).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "amqps://app:secret@mq.example.net//"},
        {"broker_url": "amqps://guest:other@mq.example.net//"},
        {"broker_url": "amqp://guest:guest@localhost//"},
        {"broker_url": "amqp://"},
        {"broker_url": "amqp://rabbitmq//"},
        {"broker_url": env("BROKER", "amqp://guest:guest@rabbitmq//")},
        {"broker_url": "amqps://mq.example.net//?login_method=EXTERNAL"},
        {"broker_url": "amqps://mq.example.net//", "broker_user": "app"},
        {"broker_url": "amqps://mq.example.net//", "broker_password": unknown("PASSWORD")},
        {"broker_url": "amqps://mq.example.net//", "broker_login_method": "EXTERNAL"},
        {"broker_url": "amqps://mq.example.net//", "broker_transport_options": {"userid": unknown("USER")}},
        {"broker_url": "redis://guest:guest@cache.example.net"},
        {"broker_url": FAR, "tests": True},
        {"broker_url": unknown("URL")},
        {"broker_url": None},
    ],
)
def test_is_silent_about_other_accounts_and_this_machine(words: dict[str, object]) -> None:
    assert found("CK711", **words) == []
