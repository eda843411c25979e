"""Which other brokers and backends keep an intent that the one in force refuses."""

from __future__ import annotations

from celerykit import backends, brokers
from celerykit.backends.base import Backend
from celerykit.brokers.base import Broker
from celerykit.intents import Intents

__all__ = ["with_alternatives"]

# URLs whose scheme alone says too little of what they lead to.
_SAMPLES = {"sqlalchemy": "sqla+sqlite:///f", "database": "db+postgresql://host/f", "cache": "cache+memcached://host"}


def with_alternatives(
    cure: str, intent: str, intents: Intents, refusing: Broker | Backend, *, celery: tuple[int, ...]
) -> str:
    """The cure of a refusal, and the brokers (or backends) that keep the intent, and refuse nothing else besides.

    Where it is the URL that stands in the way, as another URL of the same kind shows, no other kind is named.
    """
    refused = _refused(refusing, intents, celery)
    if intent not in refused:
        return cure
    kind = brokers if isinstance(refusing, Broker) else backends
    variable = "CELERY_BROKER_URL" if isinstance(refusing, Broker) else "CELERY_RESULT_BACKEND"
    able = []
    for name in kind.NAMES:
        other = kind.by_name(name)
        if other is not None and _refused(other, intents, celery) <= refused - {intent}:
            able.append(other.title)
    if not able:
        return cure
    last = f" or {able[-1]}" if len(able) > 1 else able[-1]
    return f"{cure}, or use {', '.join(able[:-1])}{last} ({variable})"


def _refused(kind: Broker | Backend, intents: Intents, celery: tuple[int, ...]) -> set[str]:
    url = _SAMPLES.get(kind.name, f"{kind.schemes[0]}://host")
    return {item.intent for item in kind.compile(intents, celery=celery, url=url)[1]}
