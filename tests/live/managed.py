"""A RabbitMQ with its management interface, which tests break."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

import amqp
from kombu import Connection

from tests.servers.process import eventually
from tests.servers.rabbitmq import USER, RabbitServer

__all__ = ["ManagedRabbit"]


@dataclass(frozen=True)
class ManagedRabbit:
    """server: that runs."""

    server: RabbitServer

    @property
    def interface(self) -> str:
        """The URL of its management interface."""
        return f"http://127.0.0.1:{self.server.management}"

    def fresh(self) -> str:
        """The URL of a virtual host that nobody has used."""
        return self.server.fresh()

    def ask(self, *path: str, method: str = "GET", body: object = None, query: str = "") -> Any:
        """What the management interface answers."""
        connection = HTTPConnection("127.0.0.1", self.server.management or 0, timeout=10)
        login = b64encode(f"{USER}:{self.server.node.password}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        target = "/".join(("/api", *(quote(part, safe="") for part in path))) + query
        connection.request(method, target, body=None if body is None else json.dumps(body), headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status < 300, f"{method} {path}: {answer.status} {text}"
        return json.loads(text) if text else None

    def queue(self, url: str, name: str, *, messages: int = 0, durable: bool = True, **arguments: object) -> None:
        """Makes a queue, with messages. arguments: underscores stand for hyphens, "x-" goes before."""
        words = {f"x-{word.replace('_', '-')}": value for word, value in arguments.items()}
        with Connection(url, transport_options={"confirm_publish": True}) as connection:
            channel = connection.default_channel
            channel.queue_declare(name, durable=durable, auto_delete=False, arguments=words)
            for _ in range(messages):
                channel.basic_publish(amqp.Message("{}"), routing_key=name)

    def policy(self, url: str, queue: str, **definition: object) -> None:
        """Sets a policy on a queue. Underscores of its words stand for hyphens."""
        words = {name.replace("_", "-"): value for name, value in definition.items()}
        body = {"pattern": f"^{queue}$", "definition": words, "apply-to": "queues"}
        self.ask("policies", virtual_host(url), f"of-{queue}", method="PUT", body=body)

    def until_counted(self, url: str, **messages: int) -> None:
        """Waits until the interface knows how many messages the queues hold."""
        self._until_told(url, "messages_ready", messages)

    def until_in_effect(self, url: str, *queues: str) -> None:
        """Waits until the interface knows that the policies of queues are in effect."""
        self._until_told(url, "policy", {name: f"of-{name}" for name in queues})

    def _until_told(self, url: str, column: str, expected: Mapping[str, object]) -> None:
        def told() -> bool:
            known = {one["name"]: one.get(column) for one in self.ask("queues", virtual_host(url))}
            return all(known.get(name) == value for name, value in expected.items())

        eventually(told, limit=10, what=f"the management interface tells {column}: {expected}")

    def with_quorum_by_default(self) -> str:
        """The URL of a virtual host in which queues are quorum queues, unless they say otherwise."""
        parts = urlsplit(self.fresh())
        host = f"quorum_{parts.path.removeprefix('/')}"
        self.server.ctl("add_vhost", host, "--default-queue-type", "quorum")
        rights = {"configure": ".*", "write": ".*", "read": ".*"}
        self.ask("permissions", host, USER, method="PUT", body=rights)
        return f"{parts.scheme}://{parts.netloc}/{host}"

    @contextmanager
    def short_of_memory(self) -> Iterator[None]:
        """While the block runs, an alarm is on."""
        self.server.ctl("set_vm_memory_high_watermark", "absolute", "1MiB")
        try:
            self._until_alarm(True)
            yield
        finally:
            self.server.ctl("set_vm_memory_high_watermark", "absolute", "1GB")
            self._until_alarm(False)

    def _until_alarm(self, on: bool) -> None:
        eventually(lambda: self.ask("nodes")[0].get("mem_alarm") is on, what=f"the alarm is {'on' if on else 'off'}")

    @contextmanager
    def impatient(self, *, consumer_timeout: int) -> Iterator[None]:
        """While the block runs, channels are looked at ten times a second. consumer_timeout: in milliseconds."""
        self._set(consumer_timeout=consumer_timeout, channel_tick_interval=100)
        try:
            yield
        finally:
            self._set(consumer_timeout=1800000, channel_tick_interval=60000)

    def _set(self, **values: int) -> None:
        self.server.ctl(
            "eval", ", ".join(f"application:set_env(rabbit, {name}, {n})" for name, n in values.items()) + "."
        )

    def takes_back(self, url: str, name: str, *, within: float) -> bool:
        """Whether the server closes the channel of who holds a message of that queue. within: seconds."""
        with Connection(url) as connection:
            connection.default_channel.basic_consume(name, callback=lambda _: None)
            end = time.monotonic() + within
            while (left := end - time.monotonic()) > 0:
                try:
                    connection.drain_events(timeout=left)
                except TimeoutError:
                    return False
                except amqp.PreconditionFailed:
                    return True
        return False

    def refused_consumer(self, url: str, name: str) -> str:
        """What the server says to a worker's way to read a queue: one count for all of its channel."""
        connection = Connection(url)
        try:
            connection.default_channel.basic_qos(0, 4, True)
            connection.default_channel.basic_consume(name, callback=lambda _: None)
        except amqp.AMQPError as error:
            return str(error)
        finally:
            connection.collect()
        return ""

    def user(self, url: str, *, tags: str = "", configure: str = ".*") -> str:
        """The same URL for another user. tags: of the management interface. configure: what he may declare."""
        parts = urlsplit(url)
        name = f"user_{virtual_host(url)}"
        self.ask("users", name, method="PUT", body={"password": "geheim", "tags": tags})
        rights = {"configure": configure, "write": ".*", "read": ".*"}
        self.ask("permissions", virtual_host(url), name, method="PUT", body=rights)
        return f"{parts.scheme}://{name}:geheim@{parts.hostname}:{parts.port}{parts.path}"

    def state(self, url: str) -> Mapping[str, tuple[object, ...]]:
        """Each queue of a virtual host with its messages, type and arguments, as they are now."""
        found = self.ask("queues", virtual_host(url), query="?disable_stats=true&enable_queue_totals=true")
        return {one["name"]: (one.get("messages_ready"), one["type"], str(one["arguments"])) for one in found}


def virtual_host(url: str) -> str:
    """That of a URL."""
    return urlsplit(url).path.removeprefix("/")
