from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.queue_depths import queue_names
from celerykit.live.redis_bindings import redis_bindings
from celerykit.live.settings import broker_side
from celerykit.live.system import System
from celerykit.rules.queues import in_use

# As many names as a line takes.
_SHOWN = 5


class RedisForeignQueues(LiveCheck):
    """The broker's Redis database has queues that this configuration does not name.

    *Why*: they may be another app's, or of an earlier release of this one. Two apps in one database share more than
    they seem to: remote control reaches the workers of both, a FLUSHDB takes the tasks of both, messages of dead
    workers are put back by either after the `visibility_timeout` of either, and with a queue of the same name each
    takes the other's tasks and discards them.

    *Instead*: a database of its own for each app, by the number at the end of the URL, or a `global_keyprefix`.
    """

    code = "CK918"
    name = "redis-foreign-queues"
    severity = "info"
    brokers = ("redis", "sentinel")
    message = "{queues} of this database {are} not named in this configuration: {names}"
    fix = "where they are another app's, give each app a database of its own, or a global_keyprefix"
    asks = (
        "Redis: `SCAN` for `_kombu.binding.*`, at most 100 calls for 500 keys each; "
        "`SCARD` and `SMEMBERS` of those sets, at most 200 of at most 1000 members each"
    )
    symptoms = ("celery inspect shows workers of another project",)

    def check(self, system: System) -> Iterator[Finding]:
        bindings = system.once(redis_bindings)
        if bindings is None:
            return
        if not in_use(system.project).complete:
            raise NotChecked("the queues of this configuration are not all known")
        foreign = sorted({one.queue for one in bindings.bound} - set(queue_names(system)))
        if foreign:
            more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
            yield self.at(
                system.once(broker_side),
                *(Thing("queue", name) for name in foreign),
                queues="one queue" if len(foreign) == 1 else f"{len(foreign)} queues",
                are="is" if len(foreign) == 1 else "are",
                names=", ".join(foreign[:_SHOWN]) + more,
            )
        if not bindings.whole:
            raise NotChecked("the broker's database holds more keys than are looked at")
