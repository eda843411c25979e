"""Which setting a name means, and which names of a config count as settings at all."""

from __future__ import annotations

import ast

from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.project import Opaque, Value
from celerykit.reading.scopes import Scope

__all__ = ["counts", "is_material", "prefix_of", "setting_of", "through_old_name"]

# Upper-case names that speak of Celery, whether or not Celery knows them.
_UPPER = ("CELERY", "BROKER_", "TASK_", "WORKER_", "RESULT_", "BEAT_")
# Django's own settings begin with none of these; its users' settings do begin with TASK_ or RESULT_.
_UPPER_DJANGO = ("CELERY", "BROKER_")
# Of before Celery 4, and nobody else's.
_OLD = ("CELERYBEAT_", "CELERYD_")


def prefix_of(namespace: str) -> str:
    """What a namespace puts before names: "CELERY" and "CELERY_" both "CELERY_"."""
    return f"{namespace.rstrip('_')}_" if namespace else ""


def setting_of(name: str, namespace: str = "") -> str | None:
    """The catalogue's name of a setting as written in a config object; None where Celery knows none.

    Celery tries the prefix with the new name in the prefix's own case, then the plain new name, then the old one
    (celery/utils/collections.py, ConfigurationView._to_keys).
    """
    prefix = prefix_of(namespace)
    if prefix and name.startswith(prefix):
        rest = name.removeprefix(prefix)
        upper = prefix.isupper()
        if rest.lower() in SETTINGS and rest == (rest.upper() if upper else rest.lower()):
            return rest.lower()
    if name in SETTINGS:
        return name
    return OLD_NAMES.get(name)


def through_old_name(name: str, namespace: str = "") -> bool:
    """Whether Celery finds the setting by its old name only."""
    prefix = prefix_of(namespace)
    if prefix and name.startswith(prefix) and name.removeprefix(prefix).lower() in SETTINGS:
        return False
    return name not in SETTINGS and name in OLD_NAMES


def counts(name: str, scope: Scope, namespace: str = "", *, loaded: frozenset[str] = frozenset()) -> bool:
    """Whether a name assigned in a config object is meant as a setting.

    loaded: the names that the object's module uses itself: building blocks, unless they are settings, too.
    """
    if name.startswith("_"):
        return False
    if setting_of(name, namespace):
        return True
    if namespace:
        ours = (prefix_of(namespace), *(_OLD if namespace.isupper() else ()))
        return name.startswith(ours) or _in_another_case(name, prefix_of(namespace))
    if name.isupper():
        return name.startswith(_UPPER_DJANGO if "INSTALLED_APPS" in scope.top.bindings else _UPPER)
    return name.islower() and name not in loaded and all(each.kind == "value" for each in scope.bindings[name])


def _in_another_case(name: str, prefix: str) -> bool:
    """Whether only the case keeps Celery from finding a setting: CELERY_BROKER_URL under the namespace "celery"."""
    return name.lower().startswith(prefix.lower()) and name[len(prefix) :].lower() in SETTINGS


def is_material(value: Value, node: ast.expr | None) -> bool:
    """Whether a value under a name that is no setting is a thing the module works with: a logger, an app, a client."""
    if isinstance(value.value, Opaque):
        return True
    return value.unknown and isinstance(node, ast.Call) and not value.variable
