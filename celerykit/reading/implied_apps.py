"""Apps that are used and that nobody is seen to make."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from celerykit.catalogue import SETTINGS
from celerykit.reading.discovering import is_config_file
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Binding, Scope, Spot
from celerykit.reading.things import Expression, InModule
from celerykit.reading.unbound import APP_NAMES

__all__ = ["implied_app"]

_SETTING_UP = frozenset({"autodiscover_tasks", "conf", "config_from_object"})
_USING = frozenset({"send_task", "task"})
# Of these, nothing but Celery's apps have any.
_ALONE = frozenset({"autodiscover_tasks", "config_from_object"})


def implied_app(outlines: Sequence[Outline], names: Names) -> None:
    """Note an app where one is used that nobody is seen to make.

    Nothing is bound to its name, as in a piece of a program: `@app.task`. Or something is that cannot be followed, and
    then does what only apps do: `app = import_string(…)()`, `app.config_from_object(…)`.
    """
    # Where tasks are declared, an app is used only: it is made where it is set up.
    for wanted in (_SETTING_UP, _USING):
        for outline in outlines:
            for spot in (*outline.attributes, *_decorators(outline)):
                match spot.node:
                    case ast.Attribute(value=ast.Name() as node, attr=attr) if attr in wanted:
                        if _note(node, attr, spot.scope, outline, outlines, names):
                            return


def _note(node: ast.Name, attr: str, scope: Scope, outline: Outline, outlines: Sequence[Outline], names: Names) -> bool:
    if node.id in APP_NAMES and not _is_bound(node, scope, names):
        _make(node, outline, names, _config_among(outline, outlines))
        return True
    if attr in _ALONE and _is_made_somehow(node, scope, names):
        _bind(node, outline, names, ast.keyword(None, _unseen()))
        return True
    return False


def _is_made_somehow(node: ast.Name, scope: Scope, names: Names) -> bool:
    """Whether a name of a module stands for what a call yields that cannot be followed."""
    if scope.parent or len(scope.bindings.get(node.id, ())) != 1:
        return False
    thing = names.resolve(node, scope)
    return isinstance(thing, Expression) and isinstance(thing.node, ast.Call) and names.instance(thing) is None


def _decorators(outline: Outline) -> Iterator[Spot[ast.expr]]:
    for spot in outline.definitions:
        yield from (Spot(each, spot.scope) for each in spot.node.decorator_list)


def _is_bound(node: ast.Name, scope: Scope, names: Names) -> bool:
    """Whether something gives a name a meaning, be it nobody sees which."""
    if any(node.id in each.bindings for each in scope.enclosing()) or names.resolve(node, scope) is not None:
        return True
    stars = [star.origin for star in scope.top.stars if isinstance(star.origin, ast.ImportFrom)]
    return any(not isinstance(names.source(star, scope.module), InModule) for star in stars)


def _config_among(outline: Outline, outlines: Sequence[Outline]) -> str:
    """The module in which a piece of a program has its settings: the same one, or one that is called so."""
    for each in (outline, *outlines):
        own = each is outline or is_config_file(each.scope.module.path)
        if own and any(name in SETTINGS for name in each.scope.bindings):
            return each.scope.module.name
    return ""


def _make(name: ast.Name, outline: Outline, names: Names, config: str) -> None:
    """As if `app = Celery()` stood where the name is first used, and took its settings from the module `config`."""
    if not config:
        # Where its messages and its results go, something says that is not shown.
        _bind(name, outline, names, ast.keyword("broker", _unseen()), ast.keyword("backend", _unseen()))
        return
    _bind(name, outline, names)
    call = ast.Call(ast.Attribute(ast.Name(name.id), "config_from_object"), [ast.Constant(config)], [])
    outline.calls.insert(0, _placed(call, name, outline))


def _bind(name: ast.Name, outline: Outline, names: Names, *words: ast.keyword) -> None:
    call = ast.Call(ast.Name("Celery"), [], list(words))
    outline.calls.insert(0, _placed(call, name, outline))
    names.bind(Binding(name.id, "value", name, name, call), outline.scope)


def _unseen() -> ast.expr:
    return ast.Name("what_is_not_seen")


def _placed(call: ast.Call, name: ast.Name, outline: Outline) -> Spot[ast.Call]:
    for node in ast.walk(call):
        ast.copy_location(node, name)
    return Spot(call, outline.scope)
