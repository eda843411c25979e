"""Where `autodiscover_tasks` looks for tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from celerykit.project import Discovery, Value
from celerykit.reading.apps import App
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.names import Names
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.things import Class, InModule, Outside

__all__ = ["LookedFor", "imported_of_apps", "installed_apps", "looked_for", "package_of"]


@dataclass(slots=True)
class LookedFor:
    """What one call discovers. complete: False where it may look into more."""

    discoveries: list[Discovery] = field(default_factory=list)
    complete: bool = True


def looked_for(spot: Spot[ast.Call], app: App, evaluator: Evaluator) -> LookedFor:
    """What `autodiscover_tasks(packages, related_name)` looks for (celery/loaders/base.py, find_related_module).

    Which tasks are declared there is not known here.
    """
    words = {word.arg: word.value for word in spot.node.keywords}
    given = dict(zip(("packages", "related_name"), spot.node.args, strict=False)) | words
    packages, related = given.get("packages"), given.get("related_name")
    found = LookedFor()
    name = evaluator.value(related, spot.scope) if related else None
    last = "tasks"
    if name is not None:
        found.complete = name.known and (name.value is None or isinstance(name.value, str))
        last = name.value if isinstance(name.value, str) else ""
    value = evaluator.value(_called(packages), spot.scope, spot.guards) if packages else None
    if value is None or (value.known and not value.value):
        value = installed_apps(evaluator, spot.scope)
        if value is None:
            return found
    if not (value.items or value.known) or value.open:
        found.complete = False
    if value.known and isinstance(value.value, str):
        # Celery goes through its characters, and finds nothing.
        found.discoveries.append(Discovery(value.value, last or None, value.place, found=False))
    for item in value.items:
        if not item.known or not isinstance(item.value, str):
            found.complete = False
            continue
        package = package_of(item.value, evaluator.names)
        place = item.place or spot.scope.module.place(spot.node.func)
        found.discoveries.append(
            Discovery(package, last or None, place, _is_there(package, last, app, evaluator.names))
        )
    return found


def _called(node: ast.expr) -> ast.expr:
    """`lambda: settings.INSTALLED_APPS` is called by Celery."""
    return node.body if isinstance(node, ast.Lambda) else node


def _is_there(package: str, related: str, app: App, names: Names) -> bool | None:
    """Whether the program has the module that is looked for; None where the package is not the program's."""
    dotted = f"{package}.{related}" if related else package
    if not isinstance(names.module(dotted, app.module), Outside):
        return True
    inside = names.program.has_package(package, app.module.file)
    return False if inside or not isinstance(names.module(package, app.module), Outside) else None


def installed_apps(evaluator: Evaluator, scope: Scope) -> Value | None:
    """Django's INSTALLED_APPS; None without Django: then autodiscovery without packages finds nothing."""
    if not evaluator.django:
        return None
    base = evaluator.unknown(ast.Name("INSTALLED_APPS"), scope)
    return evaluator.members.attribute(evaluator.django, "INSTALLED_APPS", base)


def imported_of_apps(installed: Value, names: Names) -> Iterator[str]:
    """The modules that Django imports, when it starts, of each app that is installed."""
    texts = [item.value for item in installed.items if item.known and isinstance(item.value, str)]
    parts = ["apps", "models"]
    if any(text.startswith("django.contrib.admin") for text in texts):
        # It looks for what each app has to administer (django/contrib/admin/apps.py, AdminConfig.ready).
        parts.append("admin")
    for text in texts:
        package = package_of(text, names)
        yield package
        yield from (f"{package}.{part}" for part in parts)


def package_of(name: str, names: Names) -> str:
    """The package of an entry of INSTALLED_APPS, which may name a configuration class: "polls.apps.PollsConfig"."""
    head, _, last = name.rpartition(".")
    if not head or not last[:1].isupper():
        return name
    module = names.module(head)
    config = names.member(module.module, last) if isinstance(module, InModule) else None
    if isinstance(config, Class):
        history = config.scope.bindings.get("name", [])
        for binding in reversed(history):
            if isinstance(binding.value, ast.Constant) and isinstance(binding.value.value, str):
                return binding.value.value
    return head.removesuffix(".apps")
