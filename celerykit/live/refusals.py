"""What RabbitMQ refuses of that which workers declare, because it is there already and is different."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.declarations import Declaration, declarations
from celerykit.live.rabbitmq import RabbitMq, code_of, rabbitmq
from celerykit.live.rabbitmq_queues import Kept, listed
from celerykit.live.system import System
from celerykit.live.troubles import trouble

__all__ = ["Refusal", "refused_exchanges", "refused_queues"]

# AMQP's codes: it is different (406), it names a type that the server has not (503), this user may not (403).
_DIFFERENT, _FORBIDDEN = (406, 503), 403
_WORDS = re.compile(r"inequivalent arg '([^']+)' for .*?: received (.+) but current is (.+)", re.DOTALL)
_VALUE = re.compile(r"(?:the value )?'([^']*)'(?: of type '\w+')?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A queue or an exchange that RabbitMQ has, and refuses. differences: "x-max-priority is none, not 9"."""

    name: str
    virtual_host: str
    differences: tuple[str, ...]


def refused_queues(system: System) -> tuple[Refusal, ...]:
    """The queues that a worker could not declare. Raises NotChecked where this user may declare nothing."""
    server = system.once(rabbitmq)
    if server is None:
        return ()
    kept = _kept(system)
    return tuple(_refused_queues(server, _Declaring(system), system.once(declarations), kept))


def refused_exchanges(system: System) -> tuple[Refusal, ...]:
    """The exchanges that a worker could not declare. Raises NotChecked where this user may declare nothing."""
    server = system.once(rabbitmq)
    if server is None:
        return ()
    declaring, found = _Declaring(system), {}
    for name, alike in groupby(sorted(_exchanges(system), key=_name), key=_name):
        if not server.has_exchange(name):
            continue
        for exchange in _each_once(alike):
            if words := declaring.refusal(partial(_declare_exchange, exchange)):
                found[name] = Refusal(name, server.virtual_host, (_difference(words),))
    return tuple(found.values())


def _exchanges(system: System) -> Iterator[Any]:
    return (one.exchange for one in system.once(declarations) if one.exchange is not None)


def _name(exchange: Any) -> str:
    return str(exchange.name)


def _each_once(exchanges: Iterable[Any]) -> list[Any]:
    """Those that differ, as kombu compares them: a program may declare one of a name in several ways."""
    found: list[Any] = []
    for exchange in exchanges:
        if exchange not in found:
            found.append(exchange)
    return found


class _Declaring:
    """Declares what is there already, on a connection of its own: some refusals end the whole connection."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._connection: Any = None

    def refusal(self, declare: Callable[[Any], object]) -> str:
        """RabbitMQ's words, "" where it refuses nothing."""
        if self._connection is None or not self._connection.connected:
            self._connection = self._system.once(connection).clone()
            self._system.closing.callback(self._connection.release)
        try:
            declare(self._connection.default_channel)
        except Exception as error:
            if code_of(error) in _DIFFERENT:
                return str(getattr(error, "reply_text", ""))
            if code_of(error) == _FORBIDDEN:
                raise NotChecked("RabbitMQ does not let this user declare queues and exchanges") from None
            raise NotChecked(f"RabbitMQ: {trouble(error).words}") from None
        return ""


def _refused_queues(
    server: RabbitMq, declaring: _Declaring, those: tuple[Declaration, ...], kept: Callable[[str], Kept | None]
) -> Iterator[Refusal]:
    for one in those:
        if one.queue is None:
            continue
        known = kept(one.name)
        seen = tuple(_differences(one, known)) if known else ()
        if known and not seen:
            continue
        # To declare a queue that is there changes nothing but the beginning of an x-expires: RabbitMQ compares, and
        # answers. Where one is deleted between these two questions, it is made as a worker of this configuration would.
        if server.queue(one.name) is None:
            continue
        words = declaring.refusal(partial(_declare_queue, one.queue))
        if words:
            yield Refusal(one.name, server.virtual_host, seen or (_difference(words),))


def _declare_queue(queue: Any, channel: Any) -> None:
    queue(channel).queue_declare()


def _declare_exchange(exchange: Any, channel: Any) -> None:
    exchange(channel).declare()


def _kept(system: System) -> Callable[[str], Kept | None]:
    """How the management interface knows a queue by its name; as nothing, where there is no interface."""
    try:
        known = system.once(listed).queues
    except NotChecked:
        return lambda _: None
    return known.get


def _differences(one: Declaration, kept: Kept) -> Iterator[str]:
    queue = one.queue
    for word in ("durable", "auto_delete", "exclusive"):
        is_now, declared = getattr(kept, word), bool(getattr(queue, word))
        if is_now != declared:
            yield f"{word} is {is_now}, not {declared}"
    arguments = one.arguments()
    for name in sorted({*arguments, *kept.arguments}):
        is_now, declared = kept.arguments.get(name, "none"), arguments.get(name, "none")
        if is_now != declared:
            yield f"{name} is {is_now}, not {declared}"


def _difference(words: str) -> str:
    """RabbitMQ's words on one argument, as ours; as they are, where they are of another kind."""
    found = _WORDS.search(words)
    if not found:
        return words.removeprefix("PRECONDITION_FAILED - ").removeprefix("COMMAND_INVALID - ")
    name, declared, is_now = (_VALUE.sub(r"\1", part).strip() for part in found.groups())
    return f"{name} is {is_now}, not {declared}"
