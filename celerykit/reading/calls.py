"""The values of calls that need no running."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celerykit.project import Opaque, State, Value
from celerykit.reading import containers, environment, known_calls, operations
from celerykit.reading.functions import yielded
from celerykit.reading.scopes import Guards, Scope
from celerykit.reading.things import Class, Expression, Function, Instance

if TYPE_CHECKING:  # the two work on each other: a call has expressions as its arguments, an expression calls
    from celerykit.reading.evaluating import Evaluator

__all__ = ["Where", "value_of_call"]

_RAISED = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
# Of these, the default counts: `broker_url: str = Field("redis://…")`.
_FIELDS = frozenset({"dataclasses.field", "pydantic.Field", "pydantic.fields.Field", "attr.ib", "attrs.field"})
# Names for the class of a method's own object.
_OWN = frozenset({"cls", "self"})
# What methods of a text yield, even where the text is not known.
_OF_TEXTS: Mapping[str, type] = {
    "endswith": bool, "format": str, "lower": str, "replace": str, "rstrip": str, "split": list, "startswith": bool,
    "strip": str, "upper": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Where:
    """Where an expression stands, and under which conditions it is reached."""

    scope: Scope
    guards: Guards


def value_of_call(evaluator: Evaluator, node: ast.Call, where: Where, base: Value) -> Value:
    """What a call yields; `base`, an unknown value, where that cannot be told."""

    def value(each: ast.expr) -> Value:
        return evaluator.value(each, where.scope, where.guards)

    args = [value(arg.value if isinstance(arg, ast.Starred) else arg) for arg in node.args]
    kwargs = {word.arg: value(word.value) for word in node.keywords if word.arg}
    spread = len(kwargs) < len(node.keywords) or any(isinstance(arg, ast.Starred) for arg in node.args)
    dotted = evaluator.names.dotted(node.func, where.scope)
    if dotted == "builtins.dict":
        return containers.mapping_of_call(base, node, args, value)
    if dotted in _FIELDS:
        return _field(node, args, kwargs, base, value)
    if dotted in environment.SCHEMES and "default" not in kwargs:
        kwargs |= _from_scheme(evaluator, node, where.scope, args)
    found = _of_flask(evaluator, node, where.scope, args, base) or (
        None if spread else _of_function(dotted, args, kwargs, base)
    )
    if found is None and isinstance(node.func, ast.Attribute) and node.func.attr == "format" and not spread:
        template = value(node.func.value)
        if template.known and isinstance(template.value, str):
            return operations.formatted(operations.depending(base, (template,)), template.value, args, kwargs)
    if found is None and isinstance(node.func, ast.Attribute) and not (kwargs or spread):
        found = _of_method(value(node.func.value), node.func.attr, args, base)
    if found is not None:
        return found
    function = evaluator.names.resolve(node.func, where.scope)
    if isinstance(function, Function):
        return yielded(function, evaluator, base, node, where.scope, _owner(evaluator, node.func, where.scope))
    return _made(evaluator, node, where.scope, replace(base, type=known_calls.TYPES.get(dotted)))


def _of_flask(evaluator: Evaluator, node: ast.Call, scope: Scope, args: Sequence[Value], base: Value) -> Value | None:
    """`app.config.get("CELERY", {})`, `app.config.get_namespace("CELERY_")`."""
    func, config = node.func, evaluator.flask
    if not (config and args and isinstance(func, ast.Attribute) and config.is_it(func.value, scope, evaluator.names)):
        return None
    name = args[0].value
    if func.attr == "get" and isinstance(name, str):
        return config.value(name, evaluator, base, args[1] if len(args) > 1 else None)
    if func.attr == "get_namespace" and isinstance(name, str):
        return config.namespace(name, evaluator, base)
    return None


def _owner(evaluator: Evaluator, func: ast.expr, scope: Scope) -> Instance | None:
    """Whose method is called: `settings.url()`, `Settings.url()`, `self.url()`."""
    if not isinstance(func, ast.Attribute):
        return None
    if isinstance(func.value, ast.Name) and func.value.id in _OWN:
        return next((evaluator.owners[each] for each in scope.enclosing() if each in evaluator.owners), None)
    thing = evaluator.names.resolve(func.value, scope)
    if isinstance(thing, Class):
        return Instance(thing, None, scope)
    return evaluator.names.instance(thing)


def _field(
    node: ast.Call, args: Sequence[Value], kwargs: Mapping[str, Value], base: Value, value: Callable[[ast.expr], Value]
) -> Value:
    """The default of a field of a class: of pydantic, dataclasses, attrs."""
    default = kwargs.get("default", args[0] if args else None)
    if default is not None:
        return base if default.value is ... else default
    factory = next((word.value for word in node.keywords if word.arg in {"default_factory", "factory"}), None)
    if isinstance(factory, ast.Lambda):
        return value(factory.body)
    made = {"list": list, "dict": dict}.get(getattr(factory, "id", ""))
    return containers.computed(base, made()) if made else base


def _from_scheme(evaluator: Evaluator, node: ast.Call, scope: Scope, args: Sequence[Value]) -> dict[str, Value]:
    """What `env = Env(DEBUG=(bool, False))` says beforehand of a variable that `env("DEBUG")` reads."""
    reader = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    thing = evaluator.names.resolve(reader, scope)
    if not (args and isinstance(thing, Expression) and isinstance(thing.node, ast.Call)):
        return {}
    for word in thing.node.keywords:
        if word.arg == args[0].value:
            said = evaluator.value(word.value, thing.scope)
            if len(said.items) == 2:
                return {"cast": said.items[0], "default": said.items[1]}
            return {"cast": said}
    return {}


def _of_function(dotted: str, args: Sequence[Value], kwargs: Mapping[str, Value], base: Value) -> Value | None:
    read = environment.read(dotted, base, args, kwargs)
    if read:
        return read
    if dotted in known_calls.OPAQUE:
        value = Opaque(known_calls.OPAQUE[dotted], base.text)
        return replace(base, state=State.KNOWN, value=value, keys=kwargs, items=tuple(args))
    if known_calls.is_known(dotted):
        return _converted(dotted, args, kwargs, replace(base, type=known_calls.TYPES.get(dotted)))
    return None


def _converted(dotted: str, args: Sequence[Value], kwargs: Mapping[str, Value], base: Value) -> Value:
    every = (*args, *kwargs.values())
    base = operations.depending(base, every)
    if not all(each.known for each in every):
        return base
    plain = {name: each.value for name, each in kwargs.items()}
    try:
        return containers.computed(base, known_calls.converted(dotted, [each.value for each in args], plain))
    except _RAISED:
        return base


def _of_method(owner: Value, name: str, args: Sequence[Value], base: Value) -> Value | None:
    if owner.known and not isinstance(owner.value, Opaque) and all(arg.known for arg in args):
        result = known_calls.method(owner.value, name, [arg.value for arg in args])
        return containers.computed(operations.depending(base, (owner, *args)), result)
    if name in {"items", "keys", "values"} and not args and containers.kind_of(owner) is dict:
        return _gone_through(owner, name, base)
    if name == "get" and args and containers.kind_of(owner) is dict and args[0].known:
        return _got(owner, args, base)
    if owner.type is not str:
        return None
    return replace(operations.depending(base, (owner,)), type=_OF_TEXTS.get(name))


def _gone_through(owner: Value, name: str, base: Value) -> Value:
    """`options.items()` and its like, of a dict of which not all is known."""
    keys = [replace(base, state=State.KNOWN, value=key) for key in owner.keys]
    pairs = zip(keys, owner.keys.values(), strict=True)
    rows = {
        "keys": keys,
        "values": list(owner.keys.values()),
        "items": [containers.sequence(base, [(key, False), (part, False)], tuple) for key, part in pairs],
    }[name]
    return replace(containers.sequence(base, [(row, False) for row in rows], list), open=owner.open)


def _got(owner: Value, args: Sequence[Value], base: Value) -> Value:
    """`options.get("x", default)`."""
    if args[0].value in owner.keys:
        return owner.keys[args[0].value]
    if owner.open:
        return base
    return args[1] if len(args) > 1 else replace(base, state=State.KNOWN, value=None)


def _made(evaluator: Evaluator, node: ast.Call, scope: Scope, base: Value) -> Value:
    """An object of a class of the program: there, but with no plain form."""
    made = evaluator.names.resolve(node.func, scope)
    if not isinstance(made, Class):
        return base
    kind = f"{made.scope.module.name}.{made.node.name}"
    return replace(base, state=State.KNOWN, value=Opaque(kind, base.text))
