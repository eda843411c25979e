"""The broker and the result backend in force, and what is wrong with their URLs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from celerykit import backends, brokers
from celerykit.backends.base import Backend
from celerykit.brokers.base import Broker
from celerykit.errors import Problem
from celerykit.profile.layers import UNSET, Layer, Said
from celerykit.values.secrets import hide_in_text
from celerykit.values.suggestions import did_you_mean

__all__ = ["Urls", "urls_in_force", "wrong_urls"]

_DISABLED = {"disabled", "disabled://"}


@dataclass(frozen=True, slots=True)
class Urls:
    """The two URLs in force, and the broker and backend that they lead to."""

    broker_said: Said | None
    backend_said: Said | None
    broker: Broker | None
    backend: Backend | None

    @property
    def broker_text(self) -> str:
        """The broker's URL; of several, the first."""
        return _first(self.broker_said)

    @property
    def backend_text(self) -> str:
        """The result backend's URL."""
        return _first(self.backend_said)


def urls_in_force(layers: Sequence[Layer]) -> Urls:
    """What the highest layers say."""
    broker, backend = _in_force("broker_url", layers), _in_force("result_backend", layers)
    return Urls(broker, backend, brokers.for_url(_first(broker)), backends.for_url(_first(backend)))


def wrong_urls(urls: Urls) -> list[Problem]:
    """No broker, a scheme that leads nowhere, a driver that is not installed."""
    return [*_wrong_broker(urls), *_wrong_backend(urls)]


def _in_force(setting: str, layers: Sequence[Layer]) -> Said | None:
    for layer in reversed(layers):
        cell = layer.settings.get(setting)
        if isinstance(cell, Said):
            return None if cell.value in (UNSET, None, "") else cell
    return None


def _first(said: Said | None) -> str:
    if said is None:
        return ""
    value = said.value
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return str(value).partition(";")[0]


def _wrong_broker(urls: Urls) -> Iterator[Problem]:
    said, text = urls.broker_said, urls.broker_text
    if said is None:
        cure = "give the profile a broker_url, or set CELERY_BROKER_URL"
        yield Problem("broker_url", "nobody gave one, and Celery would dial RabbitMQ on localhost", cure=cure)
        return
    source, scheme = str(said.source), brokers.scheme_of(text)
    known = f"profiles are compiled for {', '.join(brokers.NAMES)}"
    if not scheme:
        fact = f"{hide_in_text(text)!r} is no URL: Celery would take it for the name of a RabbitMQ host"
        yield Problem("broker_url", fact, source, "write it as redis://host:6379/0 or amqp://user:password@host:5672//")
    elif urls.broker is None and scheme in brokers.KNOWN_SCHEMES:
        fact = f"{scheme}:// is a broker of kombu's that celerykit cannot compile a profile for"
        yield Problem("broker_url", fact, source, known)
    elif urls.broker is None:
        fact = f"{scheme}:// leads to no broker"
        yield Problem("broker_url", fact, source, did_you_mean(scheme, brokers.KNOWN_SCHEMES, known))
    else:
        yield from _missing_driver("broker_url", urls.broker, source)


def _wrong_backend(urls: Urls) -> Iterator[Problem]:
    said, text = urls.backend_said, urls.backend_text
    if said is None or text in _DISABLED:
        return
    source, scheme = str(said.source), backends.scheme_of(text)
    if urls.backend is None:
        fact = f"{scheme}:// leads to no result backend that celerykit knows"
        if scheme.startswith(("postgres", "mysql", "sqlite", "mariadb", "oracle")):
            cure = f"write db+{scheme.replace('postgres', 'postgresql', 1) if scheme == 'postgres' else scheme}://…"
        else:
            cure = did_you_mean(scheme, backends.NAMES, f"profiles are compiled for {', '.join(backends.NAMES)}")
        yield Problem("result_backend", fact, source, cure)
        return
    yield from _missing_driver("result_backend", urls.backend, source)


def _missing_driver(setting: str, kind: Broker | Backend, source: str) -> Iterator[Problem]:
    if kind.driver is None:
        return
    from importlib.util import find_spec

    module, cure = kind.driver
    if find_spec(module) is None:
        yield Problem(setting, f"{kind.title} needs the package {module}, which is not installed", source, cure)
