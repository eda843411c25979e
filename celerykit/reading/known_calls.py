"""What calls yield that need no running: conversions, lengths of time, and objects known by their class alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from celerykit.project import Opaque

__all__ = ["OPAQUE", "TYPES", "converted", "is_known", "method"]

# Classes whose objects settings hold, by the names they are imported under.
OPAQUE: Mapping[str, str] = {
    "celery.schedules.crontab": "celery.schedules.crontab",
    "celery.schedules.schedule": "celery.schedules.schedule",
    "celery.schedules.solar": "celery.schedules.solar",
    "celery.schedules.ffwd": "celery.schedules.ffwd",
    "celery.crontab": "celery.schedules.crontab",
    "kombu.Queue": "kombu.Queue",
    "kombu.entity.Queue": "kombu.Queue",
    "kombu.Exchange": "kombu.Exchange",
    "kombu.entity.Exchange": "kombu.Exchange",
    "kombu.binding": "kombu.binding",
    "kombu.common.Broadcast": "kombu.common.Broadcast",
    "re.compile": "re.Pattern",
    "zoneinfo.ZoneInfo": "zoneinfo.ZoneInfo",
    "pytz.timezone": "datetime.tzinfo",
    "ssl.create_default_context": "ssl.SSLContext",
}

# What a call certainly yields, even where the value cannot be known.
TYPES: Mapping[str, type] = {
    "builtins.bool": bool,
    "builtins.dict": dict,
    "builtins.float": float,
    "builtins.int": int,
    "builtins.len": int,
    "builtins.list": list,
    "builtins.set": set,
    "builtins.str": str,
    "builtins.tuple": tuple,
}

_LARGEST = 10_000
_YES = ("1", "on", "t", "true", "y", "yes")
_NO = ("0", "f", "false", "n", "no", "off")


def _timedelta(*args: object, **kwargs: object) -> object:
    import datetime

    return datetime.timedelta(*args, **kwargs)  # type: ignore[arg-type]


def _read_back(text: object) -> object:
    """`ast.literal_eval(…)` of a short text."""
    import ast

    if not isinstance(text, str) or len(text) > _LARGEST:
        raise ValueError("too long a text to read")
    try:
        return ast.literal_eval(text)
    except SyntaxError as error:
        raise ValueError(str(error.msg)) from None


def _from_json(text: object) -> object:
    import json

    if not isinstance(text, str) or len(text) > _LARGEST:
        raise ValueError("too long a text to read")
    return json.loads(text)


def _yes_or_no(text: object) -> object:
    """`strtobool(…)`: 1 or 0, as Python's own does."""
    word = str(text).lower()
    if word not in {*_YES, *_NO}:
        raise ValueError("neither yes nor no")
    return int(word in _YES)


_PURE: Mapping[str, Callable[..., object]] = {
    "ast.literal_eval": _read_back,
    "builtins.bool": bool,
    "builtins.dict": dict,
    "builtins.enumerate": lambda *args: list(enumerate(*args)),
    "builtins.float": float,
    "builtins.frozenset": frozenset,
    "builtins.int": int,
    "builtins.len": len,
    "builtins.list": list,
    "builtins.max": max,
    "builtins.min": min,
    "builtins.range": lambda *args: list(range(*args)) if all(abs(arg) <= _LARGEST for arg in args) else None,
    "builtins.round": round,
    "builtins.set": set,
    "builtins.sorted": sorted,
    "builtins.str": str,
    "builtins.sum": sum,
    "builtins.tuple": tuple,
    "builtins.zip": lambda *args: list(zip(*args, strict=False)),
    "datetime.timedelta": _timedelta,
    "distutils.util.strtobool": _yes_or_no,
    "json.loads": _from_json,
    "setuptools.distutils.util.strtobool": _yes_or_no,
}
_ARGUMENTLESS_TYPES = (str, bytes, int, float, bool, list, tuple, dict, set, frozenset, type(None))
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset({
        "capitalize", "casefold", "endswith", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
        "replace", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
    }),
    dict: frozenset({"copy", "get", "items", "keys", "values"}),
    list: frozenset({"copy", "count", "index"}),
}  # fmt: skip


def is_known(dotted: str) -> bool:
    """Whether `converted` can tell what a call yields."""
    return dotted in _PURE


def converted(dotted: str, args: Sequence[object], kwargs: Mapping[str, object]) -> object:
    """What a call of a known function yields. Raises whatever that function raises: the program would, too."""
    if any(isinstance(value, Opaque) for value in (*args, *kwargs.values())):
        raise TypeError(dotted)
    result = _PURE[dotted](*args, **kwargs)
    if dotted == "builtins.range":
        return _checked(result)
    return result


def _checked(result: object) -> object:
    if result is None:
        raise ValueError("too long a range to write down")
    return result


def method(value: object, name: str, args: Sequence[object]) -> object:
    """What a method of a text or of a collection yields. Raises TypeError where it is none of those known here."""
    if name not in _METHODS.get(type(value), ()) or any(not isinstance(arg, _ARGUMENTLESS_TYPES) for arg in args):
        raise TypeError(name)
    sizes = [len(each) for each in (value, *args) if isinstance(each, (str, list, tuple, dict))]
    if name in {"join", "replace"} and math.prod(sizes) > _LARGEST * _LARGEST:
        raise ValueError("too long a text to work out")
    result = getattr(value, name)(*args)
    return list(result) if name in {"items", "keys", "values"} else result
