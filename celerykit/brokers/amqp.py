"""RabbitMQ, over AMQP: kombu/transport/pyamqp.py and amqp/connection.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.base import Broker, acknowledgement, time_limits
from celerykit.intents import Compiled, Intents, Option, Refusal
from celerykit.values.durations import in_words

__all__ = ["Amqp"]

# RabbitMQ's own advice: more priorities cost memory and CPU (rabbitmq.com/docs/priority).
_MOST_PRIORITIES = 10
# RabbitMQ's default `consumer_timeout`, in seconds (rabbitmq.com/docs/consumers#acknowledgement-timeout).
CONSUMER_TIMEOUT = 1800


class Amqp(Broker):
    """RabbitMQ with classic queues. An unacknowledged message comes back when its connection is gone."""

    name = "amqp"
    title = "RabbitMQ"
    schemes = ("amqp", "amqps", "pyamqp")
    options: ClassVar[Mapping[str, Option]] = {
        "authentication": Option("any", (), "SASL mechanisms"),
        "channel_max": Option("int", 65535, "channels on one connection"),
        "client_properties": Option("mapping", None, "what the client says of itself"),
        "confirm_publish": Option("bool", False, "whether a publisher waits until the broker has the message"),
        "connect_timeout": Option("seconds", None, "seconds to wait for a connection"),
        "frame_max": Option("int", 131072, "bytes of one frame"),
        "heartbeat": Option("seconds", 0, "seconds between heartbeats"),
        "host": Option("string", "localhost:5672", "host and port; broker_url says it better"),
        "locale": Option("string", "en_US", "locale of messages"),
        "login_method": Option("string", None, "SASL mechanism"),
        "login_response": Option("any", None, "answer to the SASL challenge", secret=True),
        "on_blocked": Option("callable", None, "called when the broker blocks the connection"),
        "on_open": Option("callable", None, "called when the connection is open"),
        "on_tune_ok": Option("callable", None, "called when limits are agreed"),
        "on_unblocked": Option("callable", None, "called when the broker unblocks the connection"),
        "password": Option("string", "guest", "password; broker_url says it better", secret=True),
        "read_timeout": Option("seconds", None, "seconds to wait for data"),
        "socket_settings": Option("mapping", None, "TCP options"),
        "ssl": Option("any", False, "TLS; broker_use_ssl says it better"),
        "userid": Option("string", "guest", "user; broker_url says it better"),
        "virtual_host": Option("string", "/", "virtual host; broker_url says it better"),
        "write_timeout": Option("seconds", None, "seconds to wait until data is sent"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """RabbitMQ keeps every intent; what depends on its consumer_timeout is said by `needs`."""
        compiled = [*time_limits(intents), *acknowledgement(intents, celery)]
        if intents.delivery == "at-least-once":
            compiled.append(Compiled(("broker_transport_options", "confirm_publish"), True, "delivery"))
            compiled.append(Compiled(("task_default_delivery_mode",), 2, "delivery"))
        refused = []
        if len(intents.priorities) > _MOST_PRIORITIES:
            fact = (
                f"{len(intents.priorities)} priorities are named, and RabbitMQ should have {_MOST_PRIORITIES} at most"
            )
            refused.append(Refusal("priorities", fact, f"name {_MOST_PRIORITIES} at most"))
        elif intents.priorities:
            usual = self.priority(intents.usual_priority() or "", intents)
            compiled.append(Compiled(("task_queue_max_priority",), len(intents.priorities) - 1 or 1, "priorities"))
            compiled.append(Compiled(("task_default_priority",), usual, "priorities"))
        return compiled, refused

    def priority(self, name: str, intents: Intents) -> int | None:
        """The highest number is the most urgent on RabbitMQ (rabbitmq.com/docs/priority)."""
        return intents.priorities.index(name) if name in intents.priorities else None

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """A consumer_timeout above what a message may stay unacknowledged: a delay, then its wait, then its run."""
        held = (intents.longest_delay or 0) + 2 * (intents.longest_task or 0)
        if held < CONSUMER_TIMEOUT:
            return ()
        usual = f"its default is {in_words(CONSUMER_TIMEOUT)}"
        return (
            f"consumer_timeout above {in_words(held)} ({usual}): else messages are taken back and the worker stops",
        )
