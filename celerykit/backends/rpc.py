"""Results sent back to the caller as messages: celery/backends/rpc.py."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal, Remark
from celerykit.values.patience import connecting

__all__ = ["Rpc"]


class Rpc(Backend):
    """A reply queue for each sender. Nobody else can ask, and chords do not work."""

    name = "rpc"
    title = "rpc"
    schemes = ("rpc",)

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Results reach their sender only; "poll" is refused, as every other process would see PENDING for ever."""
        compiled, refused = [*keeping(intents), *_patience(intents)], _hurry(intents)
        if intents.results != "poll":
            return compiled, refused
        fact = 'results = "poll", but rpc:// sends a result to the process that sent the task: any other sees PENDING'
        return compiled, [*refused, Refusal("results", fact, 'say results = "caller"')]

    def beside(self, broker: str, intents: Intents) -> list[Refusal]:
        """Results beside SQS, whose replies kombu deletes through an event loop: senders have none (AttributeError)."""
        if broker != "sqs" or intents.results != "caller":
            return []
        fact = 'results = "caller", but kombu takes rpc:// results off SQS in workers alone: their sender gets an error'
        return [Refusal("results", fact, 'say results = "none" where nobody reads them')]

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What becomes of a reply that its sender does not fetch: of all brokers, RabbitMQ alone deletes it."""
        # x-expires, an argument of the reply queue (celery/backends/rpc.py, binding).
        on_rabbitmq = str(settings.get("broker_url") or "").startswith(("amqp", "pyamqp"))
        if intents.keep_results is None or intents.results == "none" or on_rabbitmq:
            return ()
        text = "a result that its sender does not fetch stays on this broker for ever: RabbitMQ alone deletes those"
        return (Remark("keep_results", text, "warning"),)


def _patience(intents: Intents) -> list[Compiled]:
    """How long a sender waits for the connection on which its results will come.

    Celery makes it before the first task is sent (celery/backends/rpc.py, on_task_call), and no retry policy holds
    there: left alone, kombu gives up after 6 s.
    """
    how, intent = intents.manner()
    if how != "patient":
        return []
    return [Compiled(("broker_transport_options", key), value, intent) for key, value in connecting(how).items()]


def _hurry(intents: Intents) -> list[Refusal]:
    """The refusal of a sender in a hurry: Celery declares the reply queue with retries that no setting limits."""
    if intents.publish != "fail-fast" or intents.results == "none":
        return []
    fact = (
        'publish = "fail-fast", but before a task is sent Celery declares the queue of its rpc:// result, and tries '
        "for ever while the broker is away"
    )
    return [Refusal("publish", fact, 'say results = "none" where nobody reads them')]
