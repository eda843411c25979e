"""What the servers that answer show of themselves in a TLS handshake of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from celerykit.live.base import NotChecked
from celerykit.live.broker import Attempt, attempts
from celerykit.live.deadlines import side_by_side, within
from celerykit.live.handshakes import Tls, handshake
from celerykit.live.nodes import Node, node
from celerykit.live.stores import Opened, openings
from celerykit.live.system import Side, System

__all__ = ["encryption"]


def encryption(system: System) -> dict[Side, Tls]:
    """By server, of those that clients reach by TLS. The client's own handshake has to be trusted, this one has not.

    MySQL and MariaDB are left out: they count what breaks off, and lock the machine out in the end
    (max_connect_errors).
    """
    nodes = dict(_answering(system))
    found = side_by_side([partial(_shown, system, where) for where in nodes.values()])
    return {side: tls for side, tls in zip(nodes, found, strict=True) if tls}


def _answering(system: System) -> Iterator[tuple[Side, Node]]:
    asks: tuple[Callable[[System], Sequence[Attempt | Opened]], ...] = (attempts, openings)
    for ask in asks:
        try:
            tries = system.once(ask)
        except NotChecked:
            continue
        for side in (one.side for one in tries if one.trouble is None):
            where = node(system, side)
            if where and (where.tls or where.start_tls):
                yield side, where


def _shown(system: System, where: Node) -> Tls | None:
    try:
        return within(system.limit, partial(handshake, where, system.limit))
    except TimeoutError:
        return None
