"""Serializers by name and by MIME type."""

from __future__ import annotations

from celerykit.project import Project, Value

__all__ = [
    "accepted",
    "canonical",
    "compression_meant",
    "is_pickle",
    "reads_pickle",
    "refuses",
    "serializer_meant",
]

# kombu/serialization.py; celery/security/serialization.py for auth.
_NAMES = {
    "application/data": "auth",
    "application/json": "json",
    "application/x-msgpack": "msgpack",
    "application/x-python-serialize": "pickle",
    "application/x-yaml": "yaml",
}

# kombu/compression.py; what they are called in HTTP, and as files, is known too.
_COMPRESSIONS = frozenset(
    {
        "application/x-brotli",
        "application/x-bz2",
        "application/x-gzip",
        "application/x-lzma",
        "application/zstd",
        "brotli",
        "bzip",
        "bzip2",
        "gzip",
        "lzma",
        "xz",
        "zlib",
        "zstd",
        "zstandard",
    }
)
_SHORT = {"br": "brotli", "bz2": "bzip2", "gz": "gzip", "zst": "zstd"}
# How people write them.
_WRONG = {"jason": "json", "yml": "yaml", "message_pack": "msgpack", "messagepack": "msgpack", "cpickle": "pickle"}


def serializer_meant(name: object) -> str:
    """The serializer meant by a name that none has; "" where there is one, or where somebody may have made one.

    MIME types stand in content lists in place of names.
    """
    known = frozenset(_NAMES.values()) | {"binary", "raw"}
    return _meant(name, known | frozenset(_NAMES), _WRONG)


def compression_meant(name: object) -> str:
    """The same for compressions."""
    return _meant(name, _COMPRESSIONS, _SHORT)


def _meant(name: object, known: frozenset[str], wrong: dict[str, str]) -> str:
    if not isinstance(name, str) or not name or name in known:
        return ""
    folded = name.strip().lower()
    if folded in known:
        return folded
    return wrong.get(folded, "") or next((right for right in sorted(known) if folded in _slips(right)), "")


def _slips(word: str) -> set[str]:
    """The word with one letter left out, and with two changed about; of names so short, nothing else is a slip."""
    if "/" in word:
        return set()
    turned = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return turned | {word[:i] + word[i + 1 :] for i in range(len(word)) if len(word) > 3}


def reads_pickle(project: Project) -> Value | None:
    """The accepted content, where pickle is known to be in it."""
    content = project.config["accept_content"]
    items = content.items or ((content,) if isinstance(content.value, str) else ())
    return next((item for item in items if item.known and is_pickle(item.value)), None)


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
    if any(not isinstance(name, str) or "/" in name or serializer_meant(name) for name in names):
        return None
    return frozenset(str(name) for name in names)


def refuses(names: frozenset[str] | None, serializer: Value) -> bool:
    """Whether a reader that accepts these serializers refuses what this one writes."""
    return (
        names is not None
        and serializer.decided
        and isinstance(serializer.value, str)
        and bool(serializer.value)
        and not serializer_meant(serializer.value)
        and canonical(serializer.value) not in names
    )
