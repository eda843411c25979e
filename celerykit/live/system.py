"""A running system, as live checks ask it: each thing once, within a time limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from celerykit.findings import Thing
from celerykit.live.base import NotChecked
from celerykit.live.deadlines import GivenUp, within
from celerykit.project import Project

__all__ = ["LIMIT", "Protocol", "Side", "System", "protocol", "system_of"]

LIMIT = 5.0
"""Seconds that a server may take for an answer."""
# What a client cannot be told to give up by itself (a name's look-up, a pool that waits) is given up after this many
# limits.
_BACKSTOP = 3

T = TypeVar("T")
Protocol = Literal["redis", "amqp", ""]
_PROTOCOLS: Mapping[str, Protocol] = {
    "redis": "redis",
    "rediss": "redis",
    "sentinel": "redis",
    "amqp": "amqp",
    "amqps": "amqp",
    "pyamqp": "amqp",
}


def protocol(url: str) -> Protocol:
    """What is spoken with a broker or a store: of Redis, behind Sentinel or not, of RabbitMQ, or "" for another."""
    return _PROTOCOLS.get(url.partition("://")[0].partition("+")[0], "")


@dataclass(frozen=True, slots=True)
class Side:
    """A server that the configuration leads to.

    setting: that names it. url: as given, secrets and all. source: who set it: "celeryconfig.py:3".
    """

    thing: Thing
    setting: str
    url: str = field(repr=False)
    source: str = ""

    @property
    def speaks(self) -> Protocol:
        """The protocol of its URL."""
        return protocol(self.url)

    def __str__(self) -> str:
        """As findings name it: "broker redis://:***@cache:6379/0 (broker_url, celeryconfig.py:3)"."""
        return f"{self.thing} ({', '.join(part for part in (self.setting, self.source) if part)})"


@dataclass
class System:
    """What a doctor looks at: the program, and what its configuration leads to.

    limit: seconds that a server may take for an answer. write: whether anything may be written at all.
    round_trip: whether tasks may be sent.
    """

    project: Project
    limit: float = LIMIT
    write: bool = False
    round_trip: bool = False
    closing: ExitStack = field(default_factory=ExitStack)
    _answers: dict[Callable[[System], Any], _Answer] = field(default_factory=dict)

    def once(self, ask: Callable[[System], T]) -> T:
        """What `ask` answers for this system. It is asked once, whoever wants to know, and given up when it hangs.

        Raises NotChecked, as `ask` does, and where it did not answer.
        """
        if ask not in self._answers:
            self._answers[ask] = _Answer.of(lambda: ask(self), self.limit * _BACKSTOP)
        answer: T = self._answers[ask].get()
        return answer

    def answered(self, ask: Callable[[System], T]) -> T | None:
        """What `ask` has answered, if it was asked; None where it was not, or could not be."""
        known = self._answers.get(ask)
        return None if known is None or known.error else known.value


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any = None
    error: Exception | None = None

    @classmethod
    def of(cls, ask: Callable[[], Any], limit: float) -> _Answer:
        try:
            return cls(within(limit, ask))
        except GivenUp:
            return cls(error=NotChecked(f"no answer within {limit:g} s"))
        except Exception as error:
            return cls(error=error)

    def get(self) -> Any:
        if self.error:
            raise self.error.with_traceback(None)
        return self.value


@contextmanager
def system_of(project: Project, **how: Any) -> Iterator[System]:
    """The system that a program leads to; its connections are closed at the end. how: as the fields of `System`."""
    system = System(project, **how)
    try:
        yield system
    finally:
        # A connection that hangs must not keep the rest of the doctor waiting.
        _Answer.of(system.closing.close, system.limit)
