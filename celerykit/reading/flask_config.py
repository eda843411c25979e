"""What stands in a Flask app's `config`, from which Celery's settings are often taken."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from celerykit.project import State, Value
from celerykit.reading import containers, operations
from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.things import Class, Expression, InModule, Outside, Thing

if TYPE_CHECKING:  # a Flask app's config holds expressions, an expression may read a Flask app's config
    from celerykit.reading.evaluating import Evaluator

__all__ = ["FlaskConfig", "flask_config"]

_LOADS = frozenset({
    "from_envvar", "from_file", "from_json", "from_mapping", "from_object", "from_prefixed_env", "from_pyfile",
    "update",
})  # fmt: skip
_FRAMEWORKS = frozenset({"flask", "quart"})


@dataclass(slots=True, repr=False)
class FlaskConfig:
    """The config of a program's Flask app.

    things: modules and classes that it is loaded from, one group for each load; of a group only one is in use.
    keys: what is written key by key, or as a mapping. variable: the environment variable that may replace any key.
    open: it may hold more than can be seen.
    """

    things: list[list[InModule | Class]] = field(default_factory=list)
    keys: dict[str, list[Value]] = field(default_factory=dict)
    variable: str = ""
    open: bool = False

    def __bool__(self) -> bool:
        return bool(self.things or self.keys or self.variable)

    def is_it(self, node: ast.expr, scope: Scope, names: Names) -> bool:
        """Whether an expression is the config of the program's Flask app: `app.config`, `current_app.config`."""
        if not (self and isinstance(node, ast.Attribute) and node.attr == "config"):
            return False
        thing = names.resolve(node, scope)
        return thing is None or (isinstance(thing, Outside) and thing.dotted.partition(".")[0] in _FRAMEWORKS)

    def value(self, key: str, evaluator: Evaluator, base: Value, default: Value | None = None) -> Value:
        """The value of a key; `default` where it is certain not to be there."""
        found = list(self.keys.get(key, ()))
        for group in self.things:
            found += [value for thing in group if (value := _attribute(thing, key, evaluator, base))]
        if not found:
            return base if self.open or default is None else default
        value = operations.same(base, found) if len(found) > 1 else found[0]
        return replace(value, variable=value.variable or self.variable)

    def names(self, evaluator: Evaluator) -> list[str]:
        """The keys that can be seen."""
        found = dict.fromkeys(self.keys)
        for thing in (each for group in self.things for each in group):
            for scope in _scopes(thing, evaluator):
                found |= dict.fromkeys(name for name in scope.bindings if name.isupper())
        return list(found)

    def whole(self, evaluator: Evaluator, base: Value) -> Value:
        """All of it, as a mapping."""
        pairs = [
            (replace(base, state=State.KNOWN, value=name), self.value(name, evaluator, base))
            for name in self.names(evaluator)
        ]
        return replace(containers.mapping(base, pairs), open=self.open)

    def namespace(self, prefix: str, evaluator: Evaluator, base: Value) -> Value:
        """`config.get_namespace("CELERY_")`: the keys with a prefix, without it and in lower case."""
        whole = self.whole(evaluator, base)
        pairs: list[tuple[Value | None, Value]] = [
            (replace(base, state=State.KNOWN, value=name.removeprefix(prefix).lower()), part)
            for name, part in whole.keys.items()
            if isinstance(name, str) and name.startswith(prefix)
        ]
        return replace(containers.mapping(base, pairs), open=self.open)


def flask_config(outlines: Iterable[Outline], evaluator: Evaluator) -> FlaskConfig:
    """The config of a program's Flask app, from all that is written to `….config`; what tests write is left out."""
    found = FlaskConfig()
    for outline in outlines:
        if is_test(outline.scope.module.path) or not _uses_flask(outline):
            continue
        for spot in outline.calls:
            func = spot.node.func
            if isinstance(func, ast.Attribute) and func.attr in _LOADS and _is_config(func.value):
                _loaded(func.attr, spot, found, evaluator)
        for target, node in outline.assigned:
            match target.node:
                case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))) if _is_config(owner):
                    found.keys.setdefault(key, []).append(evaluator.value(node, target.scope, target.guards))
    return found


def _uses_flask(outline: Outline) -> bool:
    for spot in outline.imports:
        names = [alias.name for alias in spot.node.names] if isinstance(spot.node, ast.Import) else [spot.node.module]
        if any((name or "").partition(".")[0] in _FRAMEWORKS for name in names):
            return True
    return False


def _is_config(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "config"


def _loaded(how: str, spot: Spot[ast.Call], found: FlaskConfig, evaluator: Evaluator) -> None:
    call, scope = spot.node, spot.scope
    first = call.args[0] if call.args else None
    if how in {"from_mapping", "update"}:
        value = containers.mapping_of_call(
            evaluator.unknown(call, scope),
            call,
            [evaluator.value(arg, scope) for arg in call.args],
            lambda node: evaluator.value(node, scope),
        )
        for key, part in value.keys.items():
            found.keys.setdefault(str(key), []).append(part)
        # What a factory is given to put over all else, tests give it.
        found.open = found.open or (value.open and not _is_parameter(first, scope))
        return
    if how == "from_prefixed_env":
        prefix = evaluator.value(first, scope).value if first else "FLASK"
        found.variable = f"{prefix}_*"
        return
    things = _named(first, scope, evaluator) if first and how in {"from_object", "from_pyfile"} else []
    if things:
        found.things.append(things)
    elif not any(word.arg == "silent" for word in call.keywords):
        # A file that need not be there is a developer's own.
        found.open = True


def _is_parameter(node: ast.expr | None, scope: Scope) -> bool:
    if not isinstance(node, ast.Name):
        return False
    return any(isinstance(each.node, ast.arg) for each in scope.bindings.get(node.id, ()))


def _named(node: ast.expr, scope: Scope, evaluator: Evaluator) -> list[InModule | Class]:
    """The modules or classes that `from_object` may be given; of a dict of them, all but those for tests."""
    names = evaluator.names
    value = evaluator.value(node, scope)
    if value.known and isinstance(value.value, str):
        dotted = value.value.removesuffix(".py").replace("/", ".")
        return _usable(_by_name(dotted, scope, evaluator))
    thing = names.resolve(node, scope)
    if isinstance(thing, Expression) and isinstance(thing.node, ast.Subscript):
        table = names.resolve(thing.node.value, thing.scope)
        if isinstance(table, Expression) and isinstance(table.node, ast.Dict):
            each = (_usable(names.resolve(part, table.scope)) for part in table.node.values)
            return list(dict.fromkeys(one for group in each for one in group if not _for_tests(one)))
    made = names.instance(thing)
    return _usable(made.owner if made else thing)


def _by_name(dotted: str, scope: Scope, evaluator: Evaluator) -> Thing | None:
    found = evaluator.names.module(dotted, scope.module)
    if isinstance(found, InModule):
        return found
    head, _, last = dotted.rpartition(".")
    module = evaluator.names.module(head, scope.module) if head else None
    return evaluator.names.member(module.module, last) if isinstance(module, InModule) else None


def _usable(thing: Thing | None) -> list[InModule | Class]:
    return [thing] if isinstance(thing, (InModule, Class)) else []


def _for_tests(thing: InModule | Class) -> bool:
    return isinstance(thing, Class) and "test" in thing.node.name.lower()


def _attribute(thing: InModule | Class, key: str, evaluator: Evaluator, base: Value) -> Value | None:
    if evaluator.names.attribute(thing, key) is None and not any(
        key in scope.bindings for scope in _scopes(thing, evaluator)
    ):
        return None
    return evaluator.members.attribute(thing, key, base)


def _scopes(thing: InModule | Class, evaluator: Evaluator) -> Iterator[Scope]:
    if isinstance(thing, InModule):
        yield evaluator.names.outline(thing.module).scope
        return
    yield from (each.scope for each in evaluator.names.lineage(thing) if not isinstance(each, Outside))
