"""Reads of the environment, in the spellings that programs use, with the defaults written beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from celerykit.project import Opaque, State, Value

__all__ = ["MAPPINGS", "SCHEMES", "UNNAMED", "read", "subscript"]

MAPPINGS = frozenset({"dotenv.dotenv_values()", "os.environ", "os.environb"})
_GETTERS = frozenset({
    "dotenv.dotenv_values().get", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "os.getenv",
})  # fmt: skip
# Objects that are called with a variable's name: decouple, environs, django-environ, starlette.
_READERS = frozenset({
    "decouple.config", "decouple.AutoConfig()", "decouple.Config()", "environ.Env()", "environ.FileAwareEnv()",
    "environs.Env()", "environs.FileAwareEnv()", "environs.env", "starlette.config.Config()",
})  # fmt: skip
# Of these, what they are made with says beforehand how variables are read: `Env(DEBUG=(bool, False))`.
SCHEMES = frozenset(
    f"{maker}{name}"
    for maker in ("environ.Env()", "environ.FileAwareEnv()")
    for name in ("", ".str", ".bool", ".int", ".float", ".list", ".tuple", ".dict", ".json")
)
# django-configurations: what the variable of a value is called depends on the name that the value is given.
UNNAMED = "{}"
_VALUES = "configurations.values."
_VALUE_TYPES: Mapping[str, type | None] = {
    "Value": str, "BooleanValue": bool, "IntegerValue": int, "PositiveIntegerValue": int, "FloatValue": float,
    "ListValue": list, "TupleValue": tuple, "SetValue": set, "DictValue": dict, "DatabaseURLValue": dict,
    "CacheURLValue": dict, "EmailURLValue": dict, "SearchURLValue": dict,
}  # fmt: skip
_CASTS: Mapping[str, type] = {
    "str": str, "int": int, "bool": bool, "float": float, "list": list, "tuple": tuple, "dict": dict, "json": object,
    "url": object, "unicode": str, "bytes": bytes, "path": str,
}  # fmt: skip


def subscript(base: Value, name: Value) -> Value:
    """`os.environ["X"]`: some text."""
    return replace(base, type=str, variable=_text(name))


def read(dotted: str, base: Value, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value | None:
    """The value of a call that reads a variable, or None where the call does no such thing.

    base: an unknown value with the place and text of the call.
    """
    if dotted in _GETTERS:
        default = args[1] if len(args) > 1 else kwargs.get("default")
        return _with_default(base, args, default, str)
    reader, _, name = dotted.rpartition(".")
    if dotted.startswith(_VALUES):
        return _configured(name, base, args, kwargs)
    if dotted in _READERS:
        given = [*args[1:3], None, None]
        # `env("X", str, "d")` of some, `config("X", "d", str)` of others.
        default, told = (given[1], given[0]) if _is_type(given[0]) else (given[0], given[1])
        told = kwargs.get("cast", told)
        cast = _cast(told)
        typed = str if told is None or (told.known and told.value is None) else cast
        return _with_default(base, args, kwargs.get("default", default), typed, cast)
    if reader in _READERS and name in _CASTS:
        return _with_default(base, args, _default(args, kwargs), _CASTS[name], _CASTS[name])
    if reader in _READERS:
        return replace(base, variable=_text(args[0]) if args else "")
    return None


def _configured(name: str, base: Value, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    """`values.IntegerValue(3, environ_name="X")` of django-configurations."""
    named, prefix = kwargs.get("environ_name"), kwargs.get("environ_prefix")
    before = "DJANGO" if prefix is None else prefix.value if prefix.known else "?"
    variable = "_".join(part for part in (before, _text(named) if named else UNNAMED) if part)
    kind = _VALUE_TYPES.get(name, str if name.endswith("Value") else None)
    default = kwargs.get("default", args[0] if args else None)
    if kwargs.get("environ") and kwargs["environ"].value is False and default:
        return default
    if name == "SecretValue" or default is None or not default.known or default.value is None:
        return replace(base, type=kind, variable=variable)
    return replace(default, place=base.place, source=base.source, text=base.text, type=kind, variable=variable)


def _is_type(value: Value | None) -> bool:
    return value is not None and isinstance(value.value, Opaque) and value.value.type == "type"


def _default(args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value | None:
    return kwargs.get("default", args[1] if len(args) > 1 else None)


def _with_default(
    base: Value, args: Sequence[Value], default: Value | None, typed: type | None, cast: type | None = None
) -> Value | None:
    if not args:
        return None
    variable = _text(args[0])
    if default is None or default.value is None or not default.known:
        # Without a default, or with None, only the environment can tell.
        return replace(base, type=typed if typed is not object else None, variable=variable)
    value = _casted(default.value, cast)
    return replace(
        default,
        value=value,
        place=base.place,
        source=base.source,
        text=base.text,
        type=None if typed is object else typed,
        variable=variable,
    )


def _casted(value: object, cast: type | None) -> object:
    """The default as the reader would hand it out. What it cannot convert stays as it is: the program would raise."""
    if cast is bool and isinstance(value, str):
        return value.strip().lower() in {"1", "on", "ok", "t", "true", "y", "yes"}
    if cast in {int, float, str} and isinstance(value, (str, int, float)):
        try:
            return cast(value)
        except (ValueError, OverflowError):
            return value
    if cast is list and isinstance(value, str):
        return [item for item in value.split(",") if item]
    return value


def _cast(value: Value | None) -> type | None:
    """The type named by `cast=int`."""
    named = getattr(value.value, "text", "") if value and value.state is State.KNOWN else ""
    return _CASTS.get(named.rpartition(".")[2])


def _text(value: Value) -> str:
    return value.value if value.known and isinstance(value.value, str) else "?"
