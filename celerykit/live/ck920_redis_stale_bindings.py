from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.queue_depths import queue_names
from celerykit.live.redis_bindings import redis_bindings
from celerykit.live.redis_database import RedisDatabase, redis_database
from celerykit.live.system import System
from celerykit.rules.bindings import matches
from celerykit.rules.queues import Declared, in_use
from celerykit.rules.routes import routes


class RedisStaleBindings(LiveCheck):
    """A queue that the configuration no longer declares still gets a copy of each task.

    *Why*: on Redis, which queues belong to an exchange stands in a set, `_kombu.binding.<exchange>`, that workers add
    to and never take from. A queue that was renamed or removed stays in it: what is sent to a topic exchange with a
    key that fits goes into it too. If nobody reads it, it grows for ever; if an old worker does, tasks run twice.

    *Instead*: take it out of the set once no worker declares it any more, and delete its list. A direct exchange to
    which tasks are sent by the name of the queue, as Celery does it by itself, does not look into that set.
    """

    code = "CK920"
    name = "redis-stale-bindings"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = (
        "what is sent to {queue} goes into {stale} too, which this configuration does not declare: "
        "it is still bound to the exchange {exchange} by {key!r}; {waiting} in it"
    )
    fix = (
        "when no worker reads {stale} any more, take it out of {set} (SSCAN shows its entry, SREM removes it; "
        "from _kombu.binding_permanent.{exchange} too) and delete its list"
    )
    asks = "Redis: what CK918 asks; `LLEN` of the keys of such a queue"
    symptoms = (
        "a task runs twice after a queue was renamed",
        "the memory of Redis grows, and no queue that is used does",
    )

    def check(self, system: System) -> Iterator[Finding]:
        database = system.once(redis_database)
        bindings = system.once(redis_bindings)
        if database is None or bindings is None:
            return
        declared = in_use(system.project)
        if not declared.complete:
            raise NotChecked("the queues of this configuration are not all known")
        named = set(queue_names(system))
        told: set[str] = set()
        for queue in declared.declared:
            for one in bindings.bound:
                if one.queue in {*named, *told} or not _gets_a_copy(system, queue, one.exchange, one.key):
                    continue
                told.add(one.queue)
                yield self.at(
                    Thing("queue", one.queue),
                    Thing("queue", queue.name or ""),
                    database.side.thing,
                    queue=queue.name,
                    stale=one.queue,
                    exchange=one.exchange,
                    key=one.key,
                    set=database.layout.key(f"_kombu.binding.{one.exchange}"),
                    waiting=_waiting(database, one.queue),
                )


def _gets_a_copy(system: System, queue: Declared, exchange: str, key: str) -> bool:
    """Whether what goes to the queue by its exchange goes to another, bound to that by this key, too."""
    if queue.exchange is None or queue.exchange.name != exchange or queue.key is None:
        return False
    if queue.exchange.type == "topic":
        return matches(queue.key, key)
    return queue.exchange.type == "direct" and key == queue.key and _is_sent_by_key(system, exchange, key)


def _is_sent_by_key(system: System, exchange: str, key: str) -> bool:
    """Whether a route names exchange and key, so that Celery does not send by the queue's name alone."""
    for route in routes(system.project).all:
        target = {name: value.value for name, value in route.target.keys.items() if value.known}
        if target.get("exchange") == exchange and target.get("routing_key") == key:
            return True
    return False


def _waiting(database: RedisDatabase, queue: str) -> str:
    count = sum(database.lengths(database.layout.lists(queue)).values())
    return "one message waits" if count == 1 else f"{count} messages wait"
