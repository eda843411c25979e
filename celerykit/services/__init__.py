"""A server that a profile needs, as `celerykit compose` writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Service"]


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a compose file.

    name: of the service, and the host by which others reach it. image: with its tag. port: that clients connect to.
    command: words; empty for the image's own. environment: variables; a value that is secret is "${NAME}", to be set
    by whoever runs it. data: the folder to keep across restarts. files: path in the container → text, for
    configuration files. healthy: the command that succeeds when the server answers.

    url: by which other services reach it, as its setting wants it, passwords as "${NAME}"; "" where nobody says.
    published: the port of 127.0.0.1 that leads to it, None for that of its own number, 0 for none.
    keeps: sentences of `needs` that it makes true → the intents that ask for it ("longest_delay, longest_task").
    remarks: what else whoever runs it should know. after: names of services that must be healthy before it starts.
    beside: the servers that belong to it (replicas, other nodes). They come with it, and keep what it keeps.
    """

    name: str
    image: str
    port: int
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    data: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    healthy: tuple[str, ...] = ()
    url: str = ""
    published: int | None = None
    keeps: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    beside: tuple[Service, ...] = ()
