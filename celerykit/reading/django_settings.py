"""Which module Django takes its settings from."""

from __future__ import annotations

import ast
import os

from celerykit.reading.evaluating import Evaluator
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.things import InModule

__all__ = ["django_settings"]

_VARIABLE = "DJANGO_SETTINGS_MODULE"


def django_settings(outline: Outline, evaluator: Evaluator) -> InModule | None:
    """The settings module that a module of a Django project leads to.

    As the module itself says (`os.environ.setdefault("DJANGO_SETTINGS_MODULE", …)`), else as manage.py does, else as
    the environment does.
    """
    names = evaluator.names
    for each in (outline, _manage(names)):
        told = _named_in(each, evaluator) if each else ""
        found = names.module(told, outline.scope.module) if told else None
        if isinstance(found, InModule):
            return found
    told = os.environ.get(_VARIABLE, "")
    found = names.module(told, outline.scope.module) if told else None
    return found if isinstance(found, InModule) else None


def _manage(names: Names) -> Outline | None:
    for root in names.program.roots():
        file = root / "manage.py"
        module = names.program.module(file) if file.is_file() else None
        if module:
            return names.outline(module)
    return None


def _named_in(outline: Outline, evaluator: Evaluator) -> str:
    for spot in outline.calls:
        match spot.node:
            case ast.Call(func=ast.Attribute(attr="setdefault"), args=[ast.Constant(value=name), default]):
                if name == _VARIABLE:
                    return _text(default, spot.scope, evaluator)
    for target, value in outline.assigned:
        match target.node:
            case ast.Subscript(slice=ast.Constant(value=name)) if name == _VARIABLE:
                return _text(value, target.scope, evaluator)
    return ""


def _text(node: ast.expr, scope: Scope, evaluator: Evaluator) -> str:
    value = evaluator.value(node, scope)
    return value.value if value.known and isinstance(value.value, str) else ""
