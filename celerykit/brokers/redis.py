"""Redis: kombu/transport/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.base import Broker, acknowledgement, time_limits
from celerykit.intents import Compiled, Intents, Option, Refusal
from celerykit.values.durations import in_words

__all__ = ["Redis"]

# kombu polls priorities 0 to 9 (kombu/transport/virtual/base.py, Channel.min_priority and max_priority).
_MOST_PRIORITIES = 10
# Seconds between two looks for messages of dead workers: often enough to matter, rare enough to cost nothing.
_SWEEP = 5
# A message may wait for a free pool process before it runs, and clocks differ: a tenth of the task, a minute at least.
_LEAST_MARGIN = 60


class Redis(Broker):
    """Redis as a broker. Messages that nobody acknowledged come back after `visibility_timeout`."""

    name = "redis"
    title = "Redis"
    schemes = ("redis", "rediss")
    driver = ("redis", 'pip install "celerykit[redis]"')
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
        compiled = [*time_limits(intents), *acknowledgement(intents, celery)]
        compiled += self._visibility(intents)
        compiled += self._priorities(intents)
        if intents.delivery == "at-least-once" and celery >= (5, 7):
            compiled += [
                Compiled(("broker_transport_options", "unacked_restore_interval"), _SWEEP, "delivery"),
                Compiled(("broker_transport_options", "unacked_restore_throttle"), 1, "delivery"),
            ]
        if url.startswith("rediss://") and "ssl_cert_reqs" not in url:
            compiled.append(Compiled(("broker_use_ssl", "ssl_cert_reqs"), "required", "tls"))
        return compiled, self._refused(intents, celery)

    def _visibility(self, intents: Intents) -> list[Compiled]:
        length = self._visible_for(intents)
        if length is None:
            return []
        said = ", ".join(n for n in ("longest_delay", "longest_task") if getattr(intents, n) is not None)
        return [Compiled(("broker_transport_options", "visibility_timeout"), length, said)]

    def _visible_for(self, intents: Intents) -> int | None:
        """Seconds for which a message may stay unacknowledged: it is held while it is delayed, and while it runs."""
        if intents.longest_task is None and intents.longest_delay is None:
            return None
        task, delay = intents.longest_task or 0, intents.longest_delay or 0
        return int(delay + task + max(_LEAST_MARGIN, task / 10))

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
        refused = []
        if len(intents.priorities) > _MOST_PRIORITIES:
            fact = f"kombu tells {_MOST_PRIORITIES} priorities apart on Redis, and {len(intents.priorities)} are named"
            refused.append(Refusal("priorities", fact, f"name {_MOST_PRIORITIES} at most"))
        visible = self._visible_for(intents)
        if intents.recover_within is not None and visible is not None:
            back = visible + sweep(celery)
            if back > intents.recover_within:
                fact = (
                    f"on Redis a killed worker's tasks come back after {in_words(back)}, since a message is held for "
                    f"longest_delay and longest_task; that is more than {in_words(intents.recover_within)}"
                )
                cure = f"set recover_within to {in_words(back)} or more, shorten longest_delay, or use RabbitMQ"
                refused.append(Refusal("recover_within", fact, cure))
        return refused

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
            "a supervisor that restarts workers: some die when Redis restarts",
        )


def sweep(celery: tuple[int, ...]) -> float:
    """Seconds after the visibility timeout by which a message is back (kombu/transport/redis.py).

    kombu before 5.7 looks every 10 calls, and calls every 10 seconds; neither can be set there.
    """
    return _SWEEP if celery >= (5, 7) else 100
