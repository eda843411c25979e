"""What the stores that are Redis have in common, itself and behind Sentinel: celery/backends/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark
from celerykit.values.patience import POLICIES, SOON
from celerykit.values.tls import REDIS_FILES, weakened

__all__ = ["RedisFamily"]

# Milliseconds between two of these tries, at most, and half of that on average: a minute in all.
_PAUSE = 2000
_TRIES = 60


class RedisFamily(Backend):
    """Results in Redis: any process may ask, results expire by themselves, chords are counted."""

    driver = ("redis", 'pip install "celerykit[redis]"')
    options: ClassVar[Mapping[str, Option]] = {
        "additional_connection_errors": Option("any", (), "more errors after which a command is tried again"),
        "global_keyprefix": Option("string", "", "prefix of every key"),
        "result_chord_ordered": Option("bool", True, "whether a chord's results keep the order of its header"),
        "retry_policy": Option("mapping", None, "how often and how soon a command is tried again"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Redis keeps results for any asker and as long as is wanted; over TLS the server is verified."""
        compiled, refused = _tls(intents, url, celery)
        return [*keeping(intents), *_patience(intents), *compiled], refused

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """An append-only file, and no eviction: else a restart or a full memory takes results."""
        if intents.results == "none":
            return ()
        return (
            "appendonly yes: else a restart loses results",
            "maxmemory-policy noeviction: any other policy may drop results before their time",
        )

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What a hurry means for a worker."""
        if intents.publish != "fail-fast" or intents.results == "none":
            return ()
        text = (
            'with publish = "fail-fast" a worker too gives up storing a result after two tries: say it only in the '
            "processes that need it (CELERYKIT_INTENT__PUBLISH)"
        )
        return (Remark("publish", text),)


def _patience(intents: Intents) -> list[Compiled]:
    """How long Redis is waited for by who stores a result, who asks for it, and who sends a task.

    Before a task is sent, Celery subscribes to its result (celery/backends/redis.py, on_task_call): left alone, a Redis
    that is gone holds the sender up for 20 s, and one that does not answer for 120 s at each try.

    The policy does not hold for a look at what is stored already, which comes before each change of a state. A worker
    that fails there takes the task for a failed one, and acknowledges it, though it may not have run.
    """
    how, intent = intents.manner()
    if how is None:
        return []
    compiled = [Compiled(("result_backend_transport_options", "retry_policy"), dict(POLICIES[how]), intent)]
    if how == "patient":
        compiled += [
            Compiled(("result_backend_always_retry",), True, intent),
            Compiled(("result_backend_max_retries",), _TRIES, intent),
            Compiled(("result_backend_max_sleep_between_retries_ms",), _PAUSE, intent),
        ]
    if how == "fail-fast":
        compiled += [
            Compiled((name,), SOON, intent) for name in ("redis_socket_connect_timeout", "redis_socket_timeout")
        ]
    return compiled


def _tls(intents: Intents, url: str, celery: tuple[int, ...]) -> tuple[list[Compiled], list[Refusal]]:
    """Certificate and host name verified, for rediss:// whatever is wanted."""
    if url.startswith(("redis+socket", "socket")):
        return [], []
    always = url.startswith("rediss://")
    if intents.tls is False and always:
        return [], [Refusal("tls", "tls = false, but rediss:// in the URL of the results is TLS", "write redis://…")]
    files = {name: path for name in REDIS_FILES if (path := getattr(intents, name))}
    if intents.tls and (said := weakened(url, files=bool(files))):
        names = ", ".join(said)
        fact = f"the URL of the results says {names} besides, which takes the place of what tls = true compiles to"
        return [], [Refusal("tls", fact, f"take {names} out of the URL")]
    if intents.tls and url.startswith("redis://") and celery < (5, 7):
        fact = "Celery before 5.7 refuses TLS for results with a redis:// URL"
        return [], [Refusal("tls", fact, "write rediss://… for the results")]
    if not (always or intents.tls) or "ssl_cert_reqs" in url:
        return [], []
    compiled = [
        Compiled(("redis_backend_use_ssl", "ssl_cert_reqs"), "required", "tls"),
        Compiled(("redis_backend_use_ssl", "ssl_check_hostname"), True, "tls"),
    ]
    compiled += [Compiled(("redis_backend_use_ssl", REDIS_FILES[name]), path, name) for name, path in files.items()]
    return compiled, []
