"""Single values, from what people write to what Celery takes: numbers, texts, paths, rates.

Each function takes a value as it stands in TOML, in the environment or in code, and answers the value for Celery; or it
raises ValueError with the fact and the cure. No error repeats a value that may hold a secret.
"""

from __future__ import annotations

import os
from typing import Any

from celerykit.catalogue import forms
from celerykit.values.secrets import shown

__all__ = [
    "concurrency",
    "flag",
    "import_path",
    "number",
    "octets",
    "path",
    "priority",
    "rate_limit",
    "reference",
    "structure",
    "text",
    "texts",
    "whole",
]

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


def flag(value: object) -> bool:
    """True or False: of a boolean, 0 or 1, or a text such as "yes" or "off"."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(f"{shown(value)} is not a boolean: write true or false")


def whole(value: object) -> int:
    """A whole number: of an int, or a text of digits. Booleans are refused, though Python counts them as numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        if isinstance(value, str):
            return int(value)
    except ValueError:
        pass
    raise ValueError(f"{shown(value)} is not a whole number")


def number(value: object) -> int | float:
    """A number: of a number, or a text of one; "inf" is one, "nan" is not."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
        return value
    try:
        if isinstance(value, str):
            parsed = float(value)
            return int(parsed) if parsed.is_integer() else number(parsed)
    except ValueError:
        pass
    raise ValueError(f"{shown(value)} is not a number")


def text(value: object) -> str:
    """A text, as it is."""
    if isinstance(value, str):
        return value
    raise ValueError(f"is not a text, but of type {type(value).__name__}: put it in quotes")


def octets(value: object) -> bytes:
    """Bytes; a text becomes UTF-8."""
    if isinstance(value, bytes):
        return value
    return text(value).encode()


def path(value: object) -> str:
    """A path, as text."""
    return text(os.fspath(value) if isinstance(value, os.PathLike) else value)


def structure(value: object) -> object:
    """The list or mapping that a text in JSON holds; any other value, and a text that is no JSON, as it is."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    import json

    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("begins like JSON, and is none: every name and text needs double quotes") from None


def texts(value: object) -> list[str] | tuple[str, ...]:
    """A list of texts: of a list or a tuple, a set, a JSON list, or one text, split at its commas."""
    parsed = structure(value)
    if isinstance(parsed, str):
        return [part.strip() for part in parsed.split(",") if part.strip()]
    if isinstance(parsed, (set, frozenset)):
        parsed = sorted(parsed, key=str)
    if not isinstance(parsed, (list, tuple)):
        raise ValueError(f"is not a list of texts, but of type {type(value).__name__}")
    if not all(isinstance(item, str) for item in parsed):
        raise ValueError("is a list that holds other things than texts")
    return parsed


def import_path(value: object) -> Any:
    """A path such as `module.name` or `module:name`; or the object itself."""
    if not isinstance(value, str):
        return reference(value)
    if forms.is_import_path(value):
        return value
    raise ValueError(f"{shown(value)} is not an import path: write module:name")


def reference(value: object) -> Any:
    """An import path, or an object that is no plain value: a function, a class, an instance."""
    if isinstance(value, str):
        return import_path(value)
    if value is None or isinstance(value, (bool, int, float, bytes, list, tuple, dict, set)):
        raise ValueError(f"is not an import path, but of type {type(value).__name__}: write module:name")
    return value


def rate_limit(value: object) -> str | int | float:
    """A number of tasks per second, or a text: `10`, `10/s`, `10/m`, `10/h`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return value
    written = value.strip() if isinstance(value, str) else ""
    if forms.is_rate(written):
        return written
    raise ValueError(f"{shown(value)} is not a rate: write 10/s, 10/m or 10/h (per second, minute, hour)")


def concurrency(value: object) -> int | str:
    """A whole number, or "auto"."""
    if isinstance(value, str) and value.strip().lower() == "auto":
        return "auto"
    found = whole(value)
    if found < 0:
        raise ValueError(f"{found} is below 0, the least there is")
    return found


def priority(value: object) -> int:
    """A whole number from 0 to 255, which is all that a message can carry."""
    found = whole(value)
    if not 0 <= found <= 255:
        raise ValueError(f"{found} is not a priority: it goes from 0 to 255, and on most brokers to 9")
    return found
