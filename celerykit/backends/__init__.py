"""What celerykit knows of each result backend: one file each.

Third parties add theirs through the entry point group `celerykit.backends` (a `Backend` subclass each).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.backends.base import Backend

__all__ = ["NAMES", "by_name", "for_url", "scheme_of"]

# Scheme of a URL → our file and class for it. Kept here so that naming a backend imports no other.
_SCHEMES = {
    "redis": ("redis", "Redis"),
    "rediss": ("redis", "Redis"),
    "sentinel": ("sentinel", "Sentinel"),
    "rpc": ("rpc", "Rpc"),
    "db": ("database", "Database"),
    "database": ("database", "Database"),
    "file": ("filesystem", "Filesystem"),
    "cache": ("cache", "Cache"),
    "cache+memory": ("cache", "Memory"),
    "mongodb": ("mongodb", "Mongodb"),
    "django-db": ("django", "Django"),
    "django-cache": ("django_cache", "DjangoCache"),
}
NAMES = ("redis", "sentinel", "rpc", "database", "django", "django_cache", "mongodb", "filesystem", "cache")


def scheme_of(url: str) -> str:
    """The backend that Celery takes from a URL or an alias: "db" of db+sqlite:///…, "rpc" of rpc://.

    celery/app/backends.py, by_url.
    """
    return url.partition("://")[0].partition("+")[0]


@cache
def _class(scheme: str) -> type[Backend] | None:
    if scheme in _SCHEMES:
        module, name = _SCHEMES[scheme]
        found: type[Backend] = getattr(import_module(f"celerykit.backends.{module}"), name)
        return found
    if not scheme:
        return None
    from importlib.metadata import entry_points

    classes = (point.load() for point in entry_points(group="celerykit.backends"))
    return next((found for found in classes if scheme in found.schemes), None)


def for_url(url: str) -> Backend | None:
    """The backend that a URL leads to; None where celerykit knows nothing of it."""
    whole = url.partition("://")[0]
    found = _class(whole if whole in _SCHEMES else scheme_of(url))
    return found() if found else None


def by_name(name: str) -> Backend | None:
    """The backend of that name ("redis", "rpc"), or None."""
    scheme = next((scheme for scheme, (module, _) in _SCHEMES.items() if module == name), name)
    found = _class(scheme)
    return found() if found and found.name == name else None
