"""How long the results that are kept already are still going to stay. A few are looked at, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from celerykit.live.redis_servers import allowed
from celerykit.live.stores import Opened

__all__ = ["Sample", "sample"]

# Keys for each SCAN, how often it is asked, and how many results are enough: ten thousand keys take a Redis about ten
# milliseconds, and a database that holds none of ours is not read further.
_COUNT, _ROUNDS, _ENOUGH = 1000, 10, 100
_FOR_EVER = -1  # what TTL answers of a key that does not expire


@dataclass(frozen=True, slots=True)
class Sample:
    """Of so many results of tasks that were looked at, how many never expire."""

    looked_at: int
    for_ever: int


def sample(found: Opened) -> Sample:
    """Of a store in Redis. Raises NotChecked where this user may not ask."""
    backend = found.backend
    pattern = _escaped(backend.get_key_for_task("0")[:-1]) + b"*"
    lives: list[int] = allowed(found.side, "SCAN, TTL", lambda: _lives(backend.client, _keys(backend.client, pattern)))
    return Sample(len(lives), sum(life == _FOR_EVER for life in lives))


def _keys(client: Any, pattern: bytes) -> list[Any]:
    cursor, keys = 0, []
    for _ in range(_ROUNDS):
        cursor, found = client.scan(cursor, match=pattern, count=_COUNT)
        keys += found
        if not cursor or len(keys) >= _ENOUGH:
            break
    return list(islice(keys, _ENOUGH))


def _lives(client: Any, keys: Iterable[Any]) -> list[int]:
    with client.pipeline(transaction=False) as pipeline:
        for key in keys:
            pipeline.ttl(key)
        return list(pipeline.execute())


def _escaped(key: bytes | str) -> bytes:
    """A key as a pattern that means it and nothing else."""
    return re.sub(rb"([\\*?\[\]^-])", rb"\\\1", key if isinstance(key, bytes) else key.encode())
