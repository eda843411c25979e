"""What the brokers that are Redis have in common, itself and behind Sentinel: kombu/transport/redis.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from celerykit.brokers.base import Broker, acknowledgement, lost_workers, time_limits, tls_files
from celerykit.brokers.publishing import publishing
from celerykit.brokers.stopping import stopping, stops_so
from celerykit.brokers.visibility import away, repeated, too_slow, visibility
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark
from celerykit.values.durations import in_words
from celerykit.values.patience import SOON
from celerykit.values.tls import REDIS_FILES, weakened

__all__ = ["RedisFamily", "sweep"]

# kombu polls priorities 0 to 9 (kombu/transport/virtual/base.py, Channel.min_priority and max_priority).
_MOST_PRIORITIES = 10
# Seconds that a patient publisher, and a worker, wait for a connection: a firewall or a failover may swallow the try.
_CONNECT = 10
# Seconds between two looks for messages of dead workers: often enough to matter, rare enough to cost nothing.
_SWEEP = 5
# Seconds that the lock of one who looks stands when he dies, or Redis does: kombu's 300 s would hold up everything.
# A look that takes longer goes on without it, and gives nothing out twice (Channel's restore_by_tag is a transaction).
_LOCK = 10


class RedisFamily(Broker):
    """A broker whose messages are in Redis. What nobody acknowledged comes back after `visibility_timeout`."""

    driver = ("redis", 'pip install "celerykit[redis]"')
    # Whether the queues are gone when one server is.
    one_copy: ClassVar[bool] = True
    options: ClassVar[Mapping[str, Option]] = {
        "ack_emulation": Option("bool", True, "whether unacknowledged messages are kept to be delivered again"),
        "body_encoding": Option("string", "base64", "how message bodies are encoded"),
        "client_name": Option("string", None, "name of the connection in CLIENT LIST", since="5.6"),
        "deadletter_queue": Option("string", None, "where messages without a queue go"),
        "fanout_patterns": Option("bool", True, "whether broadcasts match patterns"),
        "fanout_prefix": Option("any", True, "prefix of broadcast channels; keeps databases apart"),
        "global_keyprefix": Option("string", "", "prefix of every key that kombu uses"),
        "health_check_interval": Option("seconds", 25, "seconds between checks of an idle connection"),
        "max_connections": Option("int", 10, "connections in the pool"),
        "polling_interval": Option("seconds", None, "seconds that BRPOP waits"),
        "priority_steps": Option("numbers", (0, 3, 6, 9), "the priorities that are told apart; 0 is the most urgent"),
        "queue_order_strategy": Option("string", "round_robin", "which queue is asked next"),
        "reauth_check_interval": Option("seconds", 10, "seconds between checks of renewed credentials", since="5.7"),
        "retry_on_timeout": Option("bool", None, "whether a command that timed out is sent again"),
        "sep": Option("string", "\x06\x16", "between a queue's name and its priority"),
        "socket_connect_timeout": Option("seconds", None, "seconds to wait for a connection"),
        "socket_keepalive": Option("bool", None, "whether TCP keepalive is on"),
        "socket_keepalive_options": Option("mapping", None, "TCP keepalive options"),
        "socket_timeout": Option("seconds", None, "seconds to wait for an answer"),
        "unacked_index_key": Option("string", "unacked_index", "key of the index of unacknowledged messages"),
        "unacked_key": Option("string", "unacked", "key of the unacknowledged messages"),
        "unacked_mutex_expire": Option("seconds", 300, "seconds for which one worker alone restores"),
        "unacked_mutex_key": Option("string", "unacked_mutex", "key of the lock of the restorer"),
        "unacked_restore_interval": Option("seconds", 10, "seconds between calls of the restorer", since="5.7"),
        "unacked_restore_limit": Option("int", None, "how many messages one call restores"),
        "unacked_restore_throttle": Option("int", 10, "every how many calls it really looks", since="5.7"),
        "visibility_timeout": Option("seconds", 3600, "seconds after which an unacknowledged message comes back"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Redis keeps every intent, within ten priorities and what `recover_within` leaves for delays."""
        stop, refused = stopping(intents, celery)
        compiled = [*time_limits(intents), *acknowledgement(intents, celery), *publishing(intents, celery), *stop]
        compiled += [*visibility(intents), *_waits(intents)]
        compiled += self._priorities(intents)
        if intents.delivery == "at-least-once":
            compiled.append(Compiled(("broker_transport_options", "unacked_mutex_expire"), _LOCK, "delivery"))
        if intents.delivery == "at-least-once" and celery >= (5, 7):
            compiled += [
                Compiled(("broker_transport_options", "unacked_restore_interval"), _SWEEP, "delivery"),
                Compiled(("broker_transport_options", "unacked_restore_throttle"), 1, "delivery"),
            ]
        encrypted, contradicted = _tls(intents, url)
        return [*compiled, *encrypted], [*refused, *contradicted, *self._refused(intents, celery)]

    def _priorities(self, intents: Intents) -> list[Compiled]:
        if not 0 < len(intents.priorities) <= _MOST_PRIORITIES:
            return []
        steps = list(range(len(intents.priorities)))
        usual = self.priority(intents.usual_priority() or "", intents)
        return [
            Compiled(("broker_transport_options", "priority_steps"), steps, "priorities"),
            Compiled(("task_default_priority",), usual, "priorities"),
        ]

    def _refused(self, intents: Intents, celery: tuple[int, ...]) -> list[Refusal]:
        refused: list[Refusal] = []
        if len(intents.priorities) > _MOST_PRIORITIES:
            fact = f"kombu tells {_MOST_PRIORITIES} priorities apart on Redis, and {len(intents.priorities)} are named"
            refused.append(Refusal("priorities", fact, f"name {_MOST_PRIORITIES} at most"))
        refused += too_slow(intents, self.title, sweep(celery))
        refused += self._one_copy(intents)
        return refused

    def _one_copy(self, intents: Intents) -> list[Refusal]:
        if not (self.one_copy and (intents.replicated or intents.replicated_queues)):
            return []
        fact = f"{self.title} keeps one copy of its queues: they are gone with the server"
        return [Refusal("replicated", fact, "leave replicated out")]

    def priority(self, name: str, intents: Intents) -> int | None:
        """0 is the most urgent on Redis (kombu/transport/redis.py, Channel._brpop_start)."""
        if name not in intents.priorities:
            return None
        return len(intents.priorities) - 1 - intents.priorities.index(name)

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """An append-only file, and no eviction: else a restart or a full memory takes queued tasks."""
        if intents.delivery != "at-least-once":
            return ("maxmemory-policy noeviction: any other policy may drop whole queues",)
        return (
            "appendonly yes: else a restart loses what is queued",
            "maxmemory-policy noeviction: any other policy may drop whole queues",
            "memory (maxmemory) for all that is queued: a full Redis refuses more, and publishers get an error",
            "a supervisor that restarts workers: some die when Redis restarts",
        )

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """How long a killed worker's tasks stay away, what a stop takes, and what an older Celery does less well."""
        return (
            *away(self, intents, settings, sweep(celery)),
            repeated(self, settings),
            *lost_workers(intents, celery),
            *stops_so(intents, celery),
            *_hurried(intents),
            *tls_files(intents),
        )


def _hurried(intents: Intents) -> Iterator[Remark]:
    if intents.manner()[0] == "fail-fast":
        text = (
            f'with publish = "fail-fast" a worker too gives up an answer after {in_words(SOON)}, and connects anew: '
            "say it only in the processes that need it (CELERYKIT_INTENT__PUBLISH)"
        )
        yield Remark("publish", text)


def _waits(intents: Intents) -> list[Compiled]:
    """How long a Redis that does not answer is waited for; kombu's default is for ever."""
    how, intent = intents.manner()
    if how is None:
        return []
    waits = {"socket_connect_timeout": _CONNECT}
    if how == "fail-fast":
        waits = {"socket_connect_timeout": SOON, "socket_timeout": SOON}
    return [Compiled(("broker_transport_options", name), value, intent) for name, value in waits.items()]


def _tls(intents: Intents, url: str) -> tuple[list[Compiled], list[Refusal]]:
    """Certificate and host name verified, for rediss:// whatever is wanted.

    What the URL says takes the place of the setting, all of it (kombu/connection.py, Connection.__init__). With a plain
    redis:// URL and the setting kombu speaks TLS as well, to the port in the URL.
    """
    if url.startswith("redis+socket"):
        return [], []
    always = url.startswith("rediss://")
    if intents.tls is False and always:
        return [], [Refusal("tls", "tls = false, but rediss:// in the broker's URL is TLS", "write redis://…")]
    files = {name: path for name in REDIS_FILES if (path := getattr(intents, name))}
    if intents.tls and (said := weakened(url, files=bool(files))):
        names = ", ".join(said)
        fact = f"the broker's URL says {names} besides, which takes the place of what tls = true compiles to"
        return [], [Refusal("tls", fact, f"take {names} out of the URL")]
    if not (always or intents.tls) or "ssl_cert_reqs" in url:
        return [], []
    compiled = [
        Compiled(("broker_use_ssl", "ssl_cert_reqs"), "required", "tls"),
        Compiled(("broker_use_ssl", "ssl_check_hostname"), True, "tls"),
    ]
    compiled += [Compiled(("broker_use_ssl", REDIS_FILES[name]), path, name) for name, path in files.items()]
    return compiled, []


def sweep(celery: tuple[int, ...]) -> float:
    """Seconds after the visibility timeout by which a message is back (kombu/transport/redis.py).

    kombu before 5.7 looks every 10 calls, and calls every 10 seconds; neither can be set there.
    """
    return _SWEEP if celery >= (5, 7) else 100
