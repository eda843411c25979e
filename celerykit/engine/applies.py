"""For which projects a rule holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.release import numbers

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
    version = numbers(celery)
    if since and version < numbers(since):
        return False
    last = numbers(until)
    return not until or version[: len(last)] <= last  # until 5.6 means 5.6.x too


def _brokers(project: Project) -> set[str]:
    from celerykit.brokers import for_url, scheme_of
    from celerykit.rules.urls import BROKERS, beginnings

    urls = [url for name in BROKERS for url in beginnings(project.config[name])]
    named = project.config["broker_url"]
    # An empty text holds the place of a URL that comes from somewhere.
    if not urls and named.decided and not isinstance(named.value, str):
        urls = [_DEFAULT_BROKER]
    # A scheme is a name too: of a broker that has no file here, rules may still know something.
    return _names(urls, for_url) | {scheme_of(url) for url in urls}


def _backends(project: Project) -> set[str]:
    from celerykit.backends import for_url
    from celerykit.rules.stores import backend
    from celerykit.rules.urls import beginnings

    return _names(beginnings(backend(project)), for_url)


_DEFAULT_BROKER = "amqp://"  # kombu dials RabbitMQ on localhost where nobody names a broker


def _names(urls: Iterable[str], for_url: Callable[[str], Broker | Backend | None]) -> set[str]:
    found = (for_url(url) for url in urls)
    return {one.name for one in found if one is not None}
