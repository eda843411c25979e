"""What `publish` becomes on every broker: how long a publisher waits for one that is away."""

from __future__ import annotations

from celerykit.intents import Compiled, Intents
from celerykit.values.patience import POLICIES, SOON, connecting

__all__ = ["publishing"]


def publishing(intents: Intents, celery: tuple[int, ...]) -> list[Compiled]:
    """The retry policy, and how kombu makes the connection that it needs first.

    kombu before 5.5 does not apply the policy to the connection, and gives up after 6 s.
    """
    how, intent = intents.manner()
    if how is None:
        return []
    compiled = [Compiled(("task_publish_retry_policy", key), value, intent) for key, value in POLICIES[how].items()]
    if how == "fail-fast":
        compiled.append(Compiled(("broker_connection_timeout",), SOON, intent))
    if how == "fail-fast" or celery < (5, 5):
        options = connecting(how).items()
        compiled += [Compiled(("broker_transport_options", key), value, intent) for key, value in options]
    return compiled
