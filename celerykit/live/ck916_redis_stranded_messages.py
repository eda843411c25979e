from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_database import RedisDatabase, redis_database
from celerykit.live.redis_servers import allowed
from celerykit.live.system import System
from celerykit.values.durations import in_words

# Seconds by which the clocks of workers may differ, and a look for stranded messages be late.
_GRACE = 60


class RedisStrandedMessages(LiveCheck):
    """Workers took messages, and neither finished them nor gave them back.

    *Why*: on Redis, a message that a worker takes moves to the hash `unacked`. When the worker dies, it stays there
    until another one looks, which it does for those that are older than `visibility_timeout`. Older ones that are
    still there show that no worker looks: none runs on that database, all are busy in a pool without an event loop
    (solo), or their own `visibility_timeout` is longer than this configuration's. What is missing in the index
    `unacked_index`, which they go by, is never put back: Redis deleted that key to make room, or somebody did.

    *Instead*: start a worker with that broker: it puts back what is due when it starts. Messages that are in the hash
    alone can be read there (`HGETALL unacked`), and sent again.
    """

    code = "CK916"
    name = "redis-stranded-messages"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = (
        "{messages}, taken by workers {ago} ago and later, should have been put back after visibility_timeout, "
        "{timeout}: no worker does it"
    )
    fix = "start a worker of that broker: it puts them back when it starts"
    asks = "Redis: `TIME`; `HLEN`, `ZCARD`, `ZCOUNT`, and `ZRANGE` for one entry, in one transaction"
    symptoms = ("tasks hang after a worker was killed", "a task stays STARTED or PENDING for hours")

    def check(self, system: System) -> Iterator[Finding]:
        database = system.once(redis_database)
        if database is None or not database.layout.keeps_unacked:
            return
        held, noted, overdue, oldest, now = _asked(database)
        if overdue:
            yield self.at(
                database.side,
                messages=_messages(overdue),
                ago=in_words(int(now - oldest)),
                timeout=in_words(database.layout.visibility_timeout),
            )
        if held > noted:
            yield self.at(
                database.side,
                message=_ORPHANS,
                fix=_SEND_AGAIN,
                messages=_messages(held - noted),
                are="is" if held - noted == 1 else "are",
                index=database.layout.unacked_index,
                hash=database.layout.unacked,
            )


_ORPHANS = (
    "{messages} in {hash} {are} not in its index {index}: "
    "what the worker that took it does not finish is never put back"
)
_SEND_AGAIN = "let its workers finish; read what is left in that hash, and send it again"


def _asked(database: RedisDatabase) -> tuple[int, int, int, float, float]:
    """How many messages are held, are in the index, are overdue in it; when the first was taken; the server's time."""
    layout = database.layout
    seconds, microseconds = allowed(database.side, "TIME", database.client.time)
    now = seconds + microseconds / 1e6
    due = now - layout.visibility_timeout - 2 * layout.sweep - _GRACE
    held, index = layout.key(layout.unacked), layout.key(layout.unacked_index)

    def ask(pipe: Any) -> None:
        pipe.hlen(held)
        pipe.zcard(index)
        pipe.zcount(index, "-inf", due)
        pipe.zrange(index, 0, 0, withscores=True)

    *counts, first = database.asked("HLEN, ZCARD, ZCOUNT, ZRANGE", ask, atomic=True)
    hashed, noted, overdue = (count if isinstance(count, int) else 0 for count in counts)
    oldest = float(first[0][1]) if isinstance(first, list) and first else now
    return hashed, noted, overdue, oldest, now


def _messages(number: int) -> str:
    return "one message" if number == 1 else f"{number} messages"
