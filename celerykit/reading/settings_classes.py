"""Classes whose fields come from the environment: pydantic's settings, with the names of their variables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.project import Opaque, State, Value
from celerykit.reading.names import Names
from celerykit.reading.things import Class, Outside

if TYPE_CHECKING:  # a field's value is an expression, an expression may be a field of a settings object
    from celerykit.reading.evaluating import Evaluator

__all__ = ["field_names", "is_settings", "settings_field"]

_TYPES = {
    "str": str, "int": int, "float": float, "bool": bool, "list": list, "List": list, "dict": dict, "Dict": dict,
    "tuple": tuple, "Tuple": tuple, "set": set, "Set": set,
}  # fmt: skip
_VALIDATORS = ("field_validator", "validator")
_ALIASES = ("validation_alias", "env", "alias")


def is_settings(owner: Class, names: Names) -> bool:
    """Whether a class takes its fields from the environment."""
    return any(isinstance(each, Outside) and each.dotted.endswith("BaseSettings") for each in names.lineage(owner))


def settings_field(owner: Class, name: str, found: Value, base: Value, evaluator: Evaluator) -> Value:
    """The value of a field of an object of a class; of pydantic's settings with the variable that may replace it.

    found: the default that stands in the class. Of a class of another kind it is the value.
    """
    if isinstance(found.value, Opaque) and found.value.type == "function":
        return base
    names = evaluator.names
    if not is_settings(owner, names):
        return found
    annotation = next((each.annotation for each in _fields(owner, name, names)), None)
    kind = _type_of(annotation)
    variable = found.variable or _variable(owner, name, evaluator)
    if (found.known and found.value is None) or _is_validated(owner, name, names):
        # Only the environment, or the program's own function, can tell.
        return replace(base, type=kind, variable=variable)
    if not found.known and found.state is State.UNKNOWN and not found.type:
        return replace(found, type=kind, variable=variable)
    return replace(found, type=found.type or kind, variable=variable)


def field_names(owner: Class, names: Names) -> Iterator[str]:
    """The fields of a class and its bases, those without a default among them."""
    for each in names.lineage(owner):
        if isinstance(each, Class):
            for node in each.node.body:
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    yield node.target.id


def _fields(owner: Class, name: str, names: Names) -> Iterator[ast.AnnAssign]:
    """Where a field is declared, in the class itself first."""
    for each in names.lineage(owner):
        if isinstance(each, Class):
            for node in each.node.body:
                if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name:
                    yield node


def _type_of(annotation: ast.expr | None) -> type | None:
    """The type that an annotation names, where it is a plain one: `int`, `Optional[str]`, `list[str] | None`."""
    match annotation:
        case ast.Name(id=name):
            return _TYPES.get(name)
        case ast.Subscript(value=ast.Name(id="Optional" | "Annotated"), slice=ast.Tuple(elts=[first, *_]) | first):
            return _type_of(first)
        case ast.Subscript(value=outer):
            return _type_of(outer)
        case ast.BinOp(op=ast.BitOr(), left=left, right=ast.Constant(value=None)):
            return _type_of(left)
    return None


def _variable(owner: Class, name: str, evaluator: Evaluator) -> str:
    """The environment variable that a field is read from: its alias, else its name behind the class's prefix."""
    for node in _fields(owner, name, evaluator.names):
        alias = _alias(node.value)
        if alias:
            return alias
    return f"{_prefix(owner, evaluator)}{name}".upper()


def _alias(node: ast.expr | None) -> str:
    if not isinstance(node, ast.Call):
        return ""
    words = {word.arg: word.value for word in node.keywords}
    given = next((words[name] for name in _ALIASES if name in words), None)
    if isinstance(given, ast.Call) and given.args:
        # AliasChoices("REDIS_URL", "CELERY_BROKER_URL"): the first that is set counts.
        given = given.args[0]
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def _prefix(owner: Class, evaluator: Evaluator) -> str:
    """`model_config = SettingsConfigDict(env_prefix="APP_")`, or the same in an inner `class Config`."""
    for each in evaluator.names.lineage(owner):
        if not isinstance(each, Class):
            continue
        for binding in each.scope.bindings.get("model_config", ()):
            if isinstance(binding.value, ast.Call):
                for word in binding.value.keywords:
                    if word.arg == "env_prefix":
                        return _text(evaluator.value(word.value, each.scope))
            elif isinstance(binding.value, ast.Dict):
                return _text(evaluator.value(binding.value, each.scope).keys.get("env_prefix"))
        inner = evaluator.names.inherited(each, "Config")
        if isinstance(inner, Class) and "env_prefix" in inner.scope.bindings:
            return _text(evaluator.members.of_class(inner, "env_prefix", Value(State.UNKNOWN)))
    return ""


def _text(value: Value | None) -> str:
    return value.value if value and value.known and isinstance(value.value, str) else ""


def _is_validated(owner: Class, name: str, names: Names) -> bool:
    """Whether a function of the class may make something else of a field."""
    for each in names.lineage(owner):
        for node in each.node.body if isinstance(each, Class) else ():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _touches(node, name):
                return True
    return False


def _touches(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        last = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        named = {arg.value for arg in getattr(decorator, "args", ()) if isinstance(arg, ast.Constant)}
        if last in _VALIDATORS and named & {name, "*"}:
            return True
        if last in {"model_validator", "root_validator"}:
            return any(isinstance(each, ast.Constant) and each.value == name for each in ast.walk(node))
    return False
