"""What `Celery(…)` says: settings among its arguments, and a config object."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from celerykit.project import Entry, Value
from celerykit.reading.apps import App
from celerykit.reading.config_objects import entry, from_mapping, key_places, keyword_place
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.setting_names import setting_of

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
    call, scope = app.call, app.scope
    entries: list[Entry] = []
    complete = True
    given: dict[str, ast.expr] = {}
    for name, node in zip(_PARAMETERS, call.args, strict=False):
        if isinstance(node, ast.Starred):
            complete = False
            break
        given[name] = node
        entries.extend(_argument(name, evaluator.value(node, scope), app))
    for word in call.keywords:
        value = evaluator.value(word.value, scope)
        if word.arg is None:
            inside = from_mapping(value, key_places(word.value, scope, evaluator), "keyword")
            entries.extend(each for each in inside.entries if each.name not in _PARAMETERS)
            complete = complete and inside.complete
            continue
        given[word.arg] = word.value
        entries.extend(_argument(word.arg, value, app, word))
    texts = {name: evaluator.value(given[name], scope).value for name in ("main", "namespace") if name in given}
    if "changes" in given:
        changes = evaluator.value(given["changes"], scope)
        entries[:0] = from_mapping(changes, key_places(given["changes"], scope, evaluator), "mapping").entries
    main, namespace = (texts.get(name) or "" for name in ("main", "namespace"))
    return Construction(tuple(entries), str(main), given.get("config_source"), str(namespace), complete)


def _argument(name: str, value: Value, app: App, word: ast.keyword | None = None) -> tuple[Entry, ...]:
    place = keyword_place(word, app.scope) if word else value.place
    if name in _SETTINGS:
        # None and "" are as good as not given (Celery.__autoset).
        return () if value.known and not value.value else (entry(name, _SETTINGS[name], value, place, "keyword"),)
    if name in _PARAMETERS:
        return ()
    return (entry(name, setting_of(name), value, place, "keyword"),)
