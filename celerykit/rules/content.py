"""Serializers by name and by MIME type."""

from __future__ import annotations

from celerykit.project import Value

__all__ = ["accepted", "canonical", "is_pickle", "refuses"]

# kombu/serialization.py; celery/security/serialization.py for auth.
_NAMES = {
    "application/data": "auth",
    "application/json": "json",
    "application/x-msgpack": "msgpack",
    "application/x-python-serialize": "pickle",
    "application/x-yaml": "yaml",
}


def canonical(name: object) -> object:
    """The name of a serializer that is given by name or by MIME type."""
    return _NAMES.get(name, name) if isinstance(name, str) else name


def is_pickle(name: object) -> bool:
    """Whether that serializer is pickle."""
    return canonical(name) == "pickle"


def accepted(value: Value) -> frozenset[str] | None:
    """The serializers, by name, that a list of accepted content is known to hold; None where it is not known whole.

    A MIME type of a serializer that somebody registered himself has a name that we cannot know.
    """
    if value.open or not value.decided or not isinstance(value.value, (list, tuple, set, frozenset)):
        return None
    names = [canonical(item) for item in value.value]
    if any(not isinstance(name, str) or "/" in name for name in names):
        return None
    return frozenset(str(name) for name in names)


def refuses(names: frozenset[str] | None, serializer: Value) -> bool:
    """Whether a reader that accepts these serializers refuses what this one writes."""
    return (
        names is not None
        and serializer.decided
        and isinstance(serializer.value, str)
        and bool(serializer.value)
        and canonical(serializer.value) not in names
    )
