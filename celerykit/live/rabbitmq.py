"""The RabbitMQ that carries the tasks: what it says of itself, and whether it has a queue or an exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.settings import broker_side
from celerykit.live.system import Side, System
from celerykit.live.troubles import trouble

__all__ = ["RabbitMq", "code_of", "quietly", "rabbitmq", "version_of"]

# AMQP's codes for what is not there, and for what belongs to one connection alone (amqp/exceptions.py).
_NOT_FOUND, _LOCKED = 404, 405


@dataclass(frozen=True, slots=True)
class RabbitMq:
    """connection: kombu's. product, version, virtual_host: as the server names them. channel: for questions."""

    side: Side
    connection: Any = field(repr=False)
    product: str
    version: str
    virtual_host: str
    channel: Any = field(repr=False)

    def at_least(self, *release: int) -> bool:
        """Whether it is of that release or a newer one; False where its version is no number."""
        parts = self.version.split("-")[0].split("+")[0].split(".")
        return all(part.isdigit() for part in parts) and tuple(int(part) for part in parts) >= release

    def queue(self, name: str) -> tuple[int, int] | None:
        """How many messages wait in a queue, and how many consumers it has; None where there is none for us.

        A passive declare: it never makes one. Raises NotChecked where the server does not answer.
        """
        found = quietly(lambda: self.channel.queue_declare(name, passive=True))
        return (int(found.message_count), int(found.consumer_count)) if found is not None else None

    def has_exchange(self, name: str) -> bool:
        """Whether there is such an exchange. Raises NotChecked where the server does not answer."""
        # Of a passive declare, RabbitMQ looks at nothing but the name; py-amqp answers None to it.
        return quietly(lambda: (self.channel.exchange_declare(name, "direct", passive=True),)) is not None


def rabbitmq(system: System) -> RabbitMq | None:
    """The RabbitMQ, or None where another broker carries the tasks. Raises NotChecked where it is out of reach."""
    side = system.once(broker_side)
    if side.speaks != "amqp":
        return None
    made = system.once(connection)
    said = made.connection.server_properties
    # A channel of our own: RabbitMQ closes one that asks for what is not there (py-amqp opens it again).
    return RabbitMq(
        side,
        made,
        str(said.get("product", "a server of AMQP")),
        version_of(said),
        made.virtual_host or "/",
        made.channel(),
    )


def version_of(said: Mapping[str, object]) -> str:
    """The version among a server's properties."""
    return str(said.get("version", ""))


def quietly(question: Callable[[], Any]) -> Any:
    """What the server answers; None where it is not there, or another connection's own. Raises NotChecked else."""
    try:
        return question()
    except Exception as error:
        if code_of(error) in (_NOT_FOUND, _LOCKED):
            return None
        raise NotChecked(f"RabbitMQ: {trouble(error).words}") from None


def code_of(error: BaseException) -> int | None:
    """The code of AMQP that an error carries."""
    found = getattr(error, "code", None)
    return found if isinstance(found, int) else None
