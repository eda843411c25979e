"""What a Django project says beside its Celery settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from celerykit.project import Django, Value
from celerykit.reading.apps import App
from celerykit.reading.discoveries import imported_of_apps
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, InModule, Outside
from celerykit.reading.worker_imports import imported_by
from celerykit.values.places import Place

__all__ = ["django_project"]

_SETTINGS = (
    "ATOMIC_REQUESTS", "CACHES", "DATABASES", "INSTALLED_APPS", "LOGGING", "ROOT_URLCONF", "TIME_ZONE", "USE_TZ",
)  # fmt: skip


def django_project(app: App | None, evaluator: Evaluator) -> Django | None:
    """The Django project whose settings were found, as the app, or the settings themselves, lead to them."""
    settings = evaluator.django
    if settings is None:
        return None
    module = settings.module if isinstance(settings, InModule) else settings.scope.module
    scope = evaluator.names.outline(module).scope if isinstance(settings, InModule) else settings.scope
    said = {name: value for name in _SETTINGS if (value := _setting(name, settings, scope, evaluator))}
    package = module.name.partition(".")[0] if "." in module.name or module.package else ""
    init = evaluator.names.program.file_in(evaluator.names.program.top_of(module.file), package) if package else None
    place = Place(evaluator.names.program.shown(init), 1, 1) if init and init.name == "__init__.py" else None
    loads = _loads(app, module, init, said.get("INSTALLED_APPS"), evaluator) if app else None
    in_use = f"{module.name}.{settings.node.name}" if isinstance(settings, Class) else module.name
    return Django(said, "INSTALLED_APPS" in said and _is_whole(scope, evaluator), package, place, loads, in_use)


def _setting(name: str, settings: InModule | Class, scope: Scope, evaluator: Evaluator) -> Value | None:
    thing = evaluator.names.attribute(settings, name)
    if thing is None and name not in scope.bindings:
        return None
    base = evaluator.unknown(ast.Name(name), scope)
    return evaluator.members.attribute(settings, name, base)


def _is_whole(scope: Scope, evaluator: Evaluator, seen: frozenset[Scope] = frozenset()) -> bool:
    """Whether all that `from x import *` brings into the settings is seen. seen: modules that may lead back."""
    for star in scope.stars:
        assert isinstance(star.origin, ast.ImportFrom)
        source = evaluator.names.source(star.origin, scope.module)
        if isinstance(source, InModule):
            inner = evaluator.names.outline(source.module).scope
            if inner not in seen and not _is_whole(inner, evaluator, seen | {scope}):
                return False
        elif not (isinstance(source, Outside) and source.dotted.startswith("django.")):
            return False
    return True


def _loads(app: App, module: Module, init: Path | None, installed: Value | None, evaluator: Evaluator) -> bool | None:
    """Whether Django itself, when it starts, comes to import the module that makes the app."""
    names = evaluator.names
    start = [module.file, *([init] if init else ())]
    # Nearly always these do it: then there is no need to look any further.
    if app.module.file in imported_by(start, names).files:
        return True
    found = imported_by([*start, *_of_apps(installed, module, evaluator)], names)
    if app.module.file in found.files:
        return True
    known = installed is not None and bool(installed.items or installed.known) and not installed.open
    return False if found.complete and known else None


def _of_apps(installed: Value | None, near: Module, evaluator: Evaluator) -> Iterator[Path]:
    """What Django imports of each app that is installed."""
    names = evaluator.names
    for name in imported_of_apps(installed, names) if installed else ():
        file = names.program.find(name, near.file)
        if file:
            yield file
