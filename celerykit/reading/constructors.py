"""What `Celery(…)` says: settings among its arguments, and a config object."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from celerykit.project import Entry, Value
from celerykit.reading.apps import APP_CLASSES, App
from celerykit.reading.entries import entry, from_mapping, key_places, keyword_place
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.setting_names import setting_of
from celerykit.reading.things import Class, Outside

__all__ = ["Construction", "construction"]

# Celery.__init__, in its order (celery/app/base.py).
_PARAMETERS = (
    "main", "loader", "backend", "amqp", "events", "log", "control", "set_as_current", "tasks", "broker", "include",
    "changes", "config_source", "fixups", "task_cls", "autofinalize", "namespace", "strict_typing",
    "config_source_silent",
)  # fmt: skip
_SETTINGS: Mapping[str, str] = {"backend": "result_backend", "broker": "broker_url", "include": "include"}


@dataclass(frozen=True, slots=True)
class Construction:
    """The arguments of `Celery(…)`, sorted.

    main: its name, if known. source: the node of `config_source`. complete: False where `**` hides some of them.
    """

    entries: tuple[Entry, ...]
    main: str
    source: ast.expr | None
    namespace: str
    complete: bool


def construction(app: App, evaluator: Evaluator) -> Construction:
    """What the call that creates an app says."""
    own = _of_call(app.call, app.scope, evaluator)
    if _is_hidden(app, evaluator):
        own = replace(own, complete=False)
    for inner, scope in _inherited(app, evaluator):
        # What its class gives to Celery's own constructor, where `Worker()` is not given it.
        base = _of_call(inner, scope, evaluator)
        own = Construction(
            (*base.entries, *own.entries),
            own.main or base.main,
            own.source or base.source,
            own.namespace or base.namespace,
            own.complete and base.complete,
        )
    return own


def _is_hidden(app: App, evaluator: Evaluator) -> bool:
    """Whether an app is of a class that is installed, and may set what nobody sees."""
    names = evaluator.names
    made = names.resolve(app.call.func, app.scope)
    lineage = names.lineage(made) if isinstance(made, Class) else [made]
    hidden = (each.dotted for each in lineage if isinstance(each, Outside))
    return any(dotted not in APP_CLASSES and dotted != "builtins.object" for dotted in hidden)


def _inherited(app: App, evaluator: Evaluator) -> Iterator[tuple[ast.Call, Scope]]:
    """`super().__init__(…)` in the methods of the program's own class that the app is of."""
    names = evaluator.names
    made = names.resolve(app.call.func, app.scope)
    lineage = names.lineage(made) if isinstance(made, Class) else iter(())
    for owner in (each for each in lineage if isinstance(each, Class)):
        for spot in names.outline(owner.scope.module).calls:
            match spot.node.func:
                case ast.Attribute(attr="__init__", value=ast.Call(func=ast.Name(id="super"))):
                    if spot.scope.parent is owner.scope:
                        yield spot.node, spot.scope


def _of_call(call: ast.Call, scope: Scope, evaluator: Evaluator) -> Construction:
    entries: list[Entry] = []
    complete = True
    given: dict[str, ast.expr] = {}
    for name, node in zip(_PARAMETERS, call.args, strict=False):
        if isinstance(node, ast.Starred):
            complete = False
            break
        given[name] = node
        entries.extend(_argument(name, evaluator.value(node, scope), scope))
    for word in call.keywords:
        value = evaluator.value(word.value, scope)
        if word.arg is None:
            inside = from_mapping(value, key_places(word.value, scope, evaluator), "keyword")
            entries.extend(each for each in inside.entries if each.name not in _PARAMETERS)
            complete = complete and inside.complete
            continue
        given[word.arg] = word.value
        entries.extend(_argument(word.arg, value, scope, word))
    texts = {name: evaluator.value(given[name], scope).value for name in ("main", "namespace") if name in given}
    if "changes" in given:
        changes = evaluator.value(given["changes"], scope)
        entries[:0] = from_mapping(changes, key_places(given["changes"], scope, evaluator), "mapping").entries
    main, namespace = (texts.get(name) or "" for name in ("main", "namespace"))
    return Construction(tuple(entries), str(main), given.get("config_source"), str(namespace), complete)


def _argument(name: str, value: Value, scope: Scope, word: ast.keyword | None = None) -> tuple[Entry, ...]:
    place = keyword_place(word, scope) if word else value.place
    if name in _SETTINGS:
        # None and "" are as good as not given (Celery.__autoset).
        return () if value.known and not value.value else (entry(name, _SETTINGS[name], value, place, "keyword"),)
    if name in _PARAMETERS:
        return ()
    return (entry(name, setting_of(name), value, place, "keyword"),)
