"""What loading told, as values: from what the probe writes down to what a project holds."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from typing import Any

from celerykit.project import Opaque, State, Value
from celerykit.values.places import Source
from celerykit.values.secrets import HIDDEN, hide_in_text, is_secret_name, shown

__all__ = ["completed", "decoded", "loaded_value", "opaque"]

_KINDS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
# Classes that the program knows under shorter names than those of the modules that define them.
_NAMES = {"kombu.entity.Queue": "kombu.Queue", "kombu.entity.Exchange": "kombu.Exchange"}


def decoded(raw: Any) -> object:
    """A value as the probe writes it (`plain` in probe.py); an object without a plain form is an `Opaque`."""
    if not isinstance(raw, dict):
        return raw
    ((tag, inner),) = raw.items()
    match tag:
        case "dict":
            return {_key(decoded(key)): decoded(value) for key, value in inner}
        case "timedelta":
            return datetime.timedelta(seconds=inner)
        case "bytes":
            return str(inner).encode("latin-1")
        case "opaque":
            return opaque(*inner)
    items = [decoded(item) for item in inner]
    return _KINDS[tag](map(_key, items)) if tag in {"set", "frozenset"} else _KINDS[tag](items)


def opaque(kind: str, text: str) -> Opaque:
    """An object that was loaded. kind: the full name of its class. text: how it shows itself."""
    return Opaque(_NAMES.get(kind, kind), hide_in_text(text))


def _key(value: object) -> object:
    """What can be a key: a dict or a list can not."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


def loaded_value(loaded: object, source: Source, *, secret: bool = False, text: str = "") -> Value:
    """A value that no line of the program shows, known with all that is in it.

    secret: whether it is shown as `***`. text: how it is shown, where that cannot be told from what is left of it.
    """
    value = Value(State.KNOWN, loaded, source=source, text=text or _shown(loaded, secret))
    if isinstance(loaded, dict):
        keys = {
            key: loaded_value(part, source, secret=secret or is_secret_name(str(key))) for key, part in loaded.items()
        }
        return replace(value, keys=keys)
    if isinstance(loaded, (list, tuple)):
        return replace(value, items=tuple(loaded_value(part, source, secret=secret) for part in loaded))
    return value


def _shown(loaded: object, secret: bool) -> str:
    if isinstance(loaded, Opaque):
        return HIDDEN if secret else loaded.text
    return shown(loaded, secret=secret)


def completed(value: Value, loaded: object) -> Value:
    """A value as written, known now that it was loaded; its place and its parts' places are kept."""
    if value.known and _alike(value.value, loaded):
        return value
    if isinstance(loaded, dict):
        keys = {key: completed(value.keys.get(key, _empty(value)), part) for key, part in loaded.items()}
        return replace(_known(value, loaded), keys=keys)
    if isinstance(loaded, (list, tuple)):
        same = len(value.items) == len(loaded)
        items = tuple(completed(value.items[i] if same else _empty(value), part) for i, part in enumerate(loaded))
        return replace(_known(value, loaded), items=items)
    return _known(value, loaded)


def _known(value: Value, loaded: object) -> Value:
    source = value.source
    if value.variable and os.environ.get(value.variable):
        source = Source("environment", value.variable, value.place)
    return replace(value, state=State.KNOWN, value=loaded, source=source, type=None, literal=False, open=False)


def _empty(value: Value) -> Value:
    """A part that the source does not show, standing where the whole stands."""
    return Value(State.UNKNOWN, place=value.place, source=value.source)


def _alike(written: object, loaded: object) -> bool:
    """Whether a value read from the source is the one that was loaded; objects are told by their class alone."""
    if isinstance(written, Opaque) and isinstance(loaded, Opaque):
        return written.type.rpartition(".")[2] == loaded.type.rpartition(".")[2]
    if isinstance(written, dict) and isinstance(loaded, dict):
        return written.keys() == loaded.keys() and all(_alike(written[key], loaded[key]) for key in written)
    if isinstance(written, (list, tuple)) and type(written) is type(loaded):
        return len(written) == len(loaded) and all(map(_alike, written, loaded))
    return type(written) is type(loaded) and written == loaded
