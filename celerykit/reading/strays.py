"""Settings written where Celery never looks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from celerykit.catalogue import SETTINGS
from celerykit.project import Stray
from celerykit.reading.apps import App
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Binding, Scope
from celerykit.reading.setting_names import setting_of
from celerykit.values.places import Place

__all__ = ["strays"]

# Names that say by themselves that they are Celery's; `timezone` and `include` may be anybody's.
_OURS = ("accept_content", "beat_", "broker_", "enable_utc", "event_", "result_", "task_", "worker_")
_OURS_OLD = ("BROKER_", "CELERY_", "CELERYBEAT_", "CELERYD_")
# What takes a module's variables by their names.
_TAKING = frozenset({"config_from_object", "from_object", "globals", "locals", "vars"})


def strays(app: App, outlines: Sequence[Outline], evaluator: Evaluator, *, judged: bool) -> Iterator[Stray]:
    """Variables of the module that makes an app, and attributes of the app itself, named like settings.

    judged: that module is the app's configuration, so its variables count.
    """
    outline = evaluator.names.outline(app.module)
    if not judged and not _takes(outline) and "INSTALLED_APPS" not in outline.scope.bindings:
        yield from _variables(outline, outlines, evaluator)
    yield from _attributes(app, outlines, evaluator)


def _takes(outline: Outline) -> bool:
    for spot in outline.calls:
        func = spot.node.func
        last = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if last in _TAKING and _given_itself(spot.node, last):
            return True
    return False


def _given_itself(node: ast.Call, last: str) -> bool:
    """`from_object(__name__)` and the like; `globals()` takes everything."""
    return not node.args or last == "vars" or any(isinstance(arg, ast.Name) for arg in node.args)


def _variables(outline: Outline, outlines: Sequence[Outline], evaluator: Evaluator) -> Iterator[Stray]:
    named = {name: setting_of(name) or setting_of(_bare(name)) for name in outline.scope.bindings if _is_ours(name)}
    found = {name: setting for name, setting in named.items() if setting}
    if not found:
        return
    used = _used(outline, outlines, evaluator)
    for name, setting in found.items():
        binding = outline.scope.bindings[name][-1]
        if binding.kind == "value" and binding.value is not None and name not in used:
            value = evaluator.value(binding.value, outline.scope)
            yield Stray(setting, "variable", value, _place(binding, outline.scope), name)


def _is_ours(name: str) -> bool:
    return name.startswith(_OURS) or name.startswith(_OURS_OLD)


def _bare(name: str) -> str:
    return name.removeprefix("CELERY_").lower() if name.isupper() else name


def _used(outline: Outline, outlines: Sequence[Outline], evaluator: Evaluator) -> set[str]:
    """The names that the module reads itself, or that another one takes from it."""
    tree = outline.scope.module.tree
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for other in outlines:
        for spot in other.imports:
            if isinstance(spot.node, ast.ImportFrom):
                used |= {alias.name for alias in spot.node.names}
        used |= {spot.node.attr for spot in other.attributes} if other is not outline else set()
    return used


def _place(binding: Binding, scope: Scope) -> Place:
    return scope.module.place(binding.node)


def _attributes(app: App, outlines: Sequence[Outline], evaluator: Evaluator) -> Iterator[Stray]:
    """`app.task_serializer = "json"`, without `.conf`."""
    from celerykit.reading.apps import Apps

    apps = Apps(evaluator.names)
    for outline in outlines:
        for target, value in outline.assigned:
            node = target.node
            if not isinstance(node, ast.Attribute) or node.attr not in SETTINGS or not _is_ours(node.attr):
                continue
            if apps.of(node.value, target.scope) is app.call:
                told = evaluator.value(value, target.scope, target.guards)
                yield Stray(node.attr, "attribute", told, target.scope.module.place(node))
