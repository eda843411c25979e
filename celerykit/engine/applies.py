"""For which projects a rule holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from celerykit.project import Project, Value
from celerykit.rules.base import Rule

if TYPE_CHECKING:  # start-up: a run without a broker's rule needs neither
    from celerykit.backends.base import Backend
    from celerykit.brokers.base import Broker

__all__ = ["NEWEST", "applies", "version_of"]

# What an installer brings where the project pins nothing: the newest Celery that celerykit supports.
NEWEST = "5.7"


def applies(rule: Rule, project: Project, celery: str) -> bool:
    """Whether the rule speaks of this project's Celery, broker and backend.

    A rule for certain brokers is silent where the broker cannot be known. celery: the version to judge by.
    """
    if not _in_range(celery, rule.since, rule.until):
        return False
    if rule.brokers and not _brokers(project).intersection(rule.brokers):
        return False
    return not rule.backends or bool(_backends(project).intersection(rule.backends))


def version_of(project: Project, written: str) -> str:
    """The Celery that the project uses: what its files pin, else what `[tool.celerykit]` says, else the newest."""
    return project.celery or written or NEWEST


def _in_range(celery: str, since: str, until: str) -> bool:
    version = _numbers(celery)
    if since and version < _numbers(since):
        return False
    last = _numbers(until)
    return not until or version[: len(last)] <= last  # until 5.6 means 5.6.x too


def _numbers(version: str) -> tuple[int, ...]:
    """ "5.6.2rc1" → (5, 6, 2)."""
    numbers = []
    for part in version.split(".")[:3]:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def _brokers(project: Project) -> set[str]:
    from celerykit.brokers import for_url, scheme_of

    urls = [url for name in _BROKER_URLS for url in _urls(project.config[name])]
    if not urls and project.config["broker_url"].decided:
        urls = [_DEFAULT_BROKER]
    # A scheme is a name too: of a broker that has no file here, rules may still know something.
    return _names(urls, for_url) | {scheme_of(url) for url in urls}


def _backends(project: Project) -> set[str]:
    from celerykit.backends import for_url
    from celerykit.rules.stores import backend

    return _names(_urls(backend(project)), for_url)


_BROKER_URLS = ("broker_url", "broker_read_url", "broker_write_url")
_DEFAULT_BROKER = "amqp://"  # kombu dials RabbitMQ on localhost where nobody names a broker


def _names(urls: list[str], for_url: Callable[[str], Broker | Backend | None]) -> set[str]:
    found = (for_url(url) for url in urls)
    return {one.name for one in found if one is not None}


def _urls(value: Value) -> list[str]:
    """The URLs of a value; of one that is put together at run time, the scheme, where that much is written."""
    if value.unknown:
        return _scheme_written(value.text)
    if isinstance(value.value, str):
        return value.value.split(";")
    if isinstance(value.value, (list, tuple)):
        return [url for url in value.value if isinstance(url, str)]
    return []


def _scheme_written(text: str) -> list[str]:
    """The scheme of `f"redis://{host}"`; nothing where another alternative may lead elsewhere."""
    scheme, found, _ = text.lstrip("rRfF").partition("://")
    if not found or scheme[:1] not in {"'", '"'} or " if " in text or " or " in text:
        return []
    return [f"{scheme[1:]}://"] if scheme[1:].replace("+", "").replace("-", "").isalnum() else []
