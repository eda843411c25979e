"""What the brokers have in common that give a message again after a visibility timeout: Redis and SQS.

A message is held by a worker while it is delayed and while it runs; both must fit into the timeout, which is also how
long the tasks of a killed worker stay away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.brokers.base import Broker, connection_lost
from celerykit.intents import Compiled, Intents, Refusal, Remark
from celerykit.values.durations import in_words

__all__ = ["away", "repeated", "too_slow", "visibility", "visible_for"]

# A message may wait for a free pool process before it runs, and clocks differ: a tenth of the task, a minute at least.
_LEAST_MARGIN = 60


def visible_for(intents: Intents) -> int | None:
    """Seconds for which a message may stay unacknowledged; None where neither delay nor run is limited."""
    if intents.longest_task is None and intents.longest_delay is None:
        return None
    task, delay = intents.longest_task or 0, intents.longest_delay or 0
    return int(delay + task + max(_LEAST_MARGIN, task / 10))


def visibility(intents: Intents) -> list[Compiled]:
    """The option that says so to kombu, where delay or run is limited; and tasks that outlive their connection."""
    length = visible_for(intents)
    lost = connection_lost(intents, cancel=False)
    if length is None:
        return lost
    said = ", ".join(name for name in ("longest_delay", "longest_task") if getattr(intents, name) is not None)
    return [Compiled(("broker_transport_options", "visibility_timeout"), length, said), *lost]


def too_slow(intents: Intents, title: str, sweep: float) -> list[Refusal]:
    """The refusal of a `recover_within` that is over before a killed worker's tasks come back.

    title: of the broker. sweep: seconds after the timeout by which the broker has given the message again.
    """
    visible = visible_for(intents)
    if intents.recover_within is None or visible is None or visible + sweep <= intents.recover_within:
        return []
    back = in_words(visible + sweep)
    fact = (
        f"on {title} a killed worker's tasks come back after {back}, since a message is held for longest_delay and "
        f"longest_task; that is more than {in_words(intents.recover_within)}"
    )
    return [Refusal("recover_within", fact, f"set recover_within to {back} or more, or shorten longest_delay")]


def away(broker: Broker, intents: Intents, settings: Mapping[str, object], sweep: float) -> Iterator[Remark]:
    """How long the tasks of a killed worker stay away, by the timeout in force. sweep: as in `too_slow`."""
    if intents.delivery == "at-least-once":
        back = in_words(_hidden(broker, settings) + sweep)
        text = f"on {broker.title} the tasks of a worker that is killed come back after {back} (visibility_timeout)"
        yield Remark("recover_within", text)


def repeated(broker: Broker, settings: Mapping[str, object]) -> Remark:
    """What becomes of a delay that nobody announced: no message can say for how long it will be held."""
    hidden = in_words(_hidden(broker, settings))
    text = f"on {broker.title} a task with a longer delay than {hidden} (visibility_timeout) runs more than once"
    return Remark("longest_delay", text)


def _hidden(broker: Broker, settings: Mapping[str, object]) -> float:
    """The timeout in force, in seconds."""
    options = settings.get("broker_transport_options")
    said = options.get("visibility_timeout") if isinstance(options, Mapping) else None
    return float(str(said if isinstance(said, (int, float)) else broker.options["visibility_timeout"].default))
