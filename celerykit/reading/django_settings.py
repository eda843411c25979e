"""Where Django takes its settings from."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

from celerykit.reading.evaluating import Evaluator
from celerykit.reading.for_tests import is_test
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, InModule

__all__ = ["django_settings", "variable_set"]

_MODULE = "DJANGO_SETTINGS_MODULE"
_CLASS = "DJANGO_CONFIGURATION"


def django_settings(outline: Outline, evaluator: Evaluator) -> InModule | Class | None:
    """The settings that a module of a Django project leads to: a module, or a class in one.

    As the environment says, else the module itself (`os.environ.setdefault("DJANGO_SETTINGS_MODULE", …)`), else the
    nearest manage.py. Where nothing says it, the only settings.py that there is.
    """
    names = evaluator.names
    saying = (outline, *_manages(outline, evaluator))
    told = [(outline, text) for text in _assigned(outline, _MODULE, evaluator)]
    # `setdefault` gives way to what is set.
    told.append((outline, os.environ.get(_MODULE, "")))
    told += [(each, text) for each in saying for text in _said(each, _MODULE, evaluator)]
    for each, text in told:
        found = names.module(text, each.scope.module) if text else None
        if isinstance(found, InModule):
            return _class_in(found, each, evaluator) or found
    return None if any(text for _, text in told) else _only_one(evaluator)


def _only_one(evaluator: Evaluator) -> InModule | None:
    """The settings of a program that has one module of that name, and says nowhere that it uses another."""
    program = evaluator.names.program
    files = [file for file in program.python_files(program.root) if file.name == "settings.py"]
    beside = [file for file in files if not is_test(program.shown(file))]
    module = program.module(beside[0]) if len(beside) == 1 else None
    return InModule(module) if module else None


def variable_set(outline: Outline, variable: str, evaluator: Evaluator) -> str:
    """What a module sets an environment variable to, "" where it does not, or nobody can tell."""
    return next(iter((*_assigned(outline, variable, evaluator), *_said(outline, variable, evaluator))), "")


def _manages(outline: Outline, evaluator: Evaluator) -> Iterator[Outline]:
    """The manage.py beside a module, or above it, the nearest first."""
    program = evaluator.names.program
    folder = outline.scope.module.file.parent
    around = [each for each in (folder, *folder.parents) if each.is_relative_to(program.root)]
    for place in dict.fromkeys((*around, *program.roots())):
        file: Path = place / "manage.py"
        module = program.module(file) if file.is_file() else None
        if module:
            yield evaluator.names.outline(module)


def _class_in(found: InModule, outline: Outline, evaluator: Evaluator) -> Class | None:
    """The class whose attributes are the settings: of django-configurations, or one that exports itself."""
    for text in (os.environ.get(_CLASS, ""), *_said(outline, _CLASS, evaluator)):
        thing = evaluator.names.member(found.module, text) if text else None
        if isinstance(thing, Class):
            return thing
    for spot in evaluator.names.outline(found.module).calls:
        # `ProductionSettings.load_settings(__name__)`
        match spot.node:
            case ast.Call(func=ast.Attribute(value=ast.Name() as owner), args=[ast.Name(id="__name__"), *_]):
                thing = evaluator.names.resolve(owner, spot.scope)
                if isinstance(thing, Class) and spot.scope.parent is None:
                    return thing
    return None


def _said(outline: Outline, variable: str, evaluator: Evaluator) -> list[str]:
    """What a module sets an environment variable to; what it does for tests only comes last."""
    found: list[str] = []
    for spot in outline.calls:
        match spot.node:
            case ast.Call(func=ast.Attribute(attr="setdefault"), args=[ast.Constant(value=name), default]):
                # manage.py is a script, and does this only when it is run as one.
                script = outline.scope.module.file.name == "manage.py"
                if name == variable and (script or evaluator.holds(spot.guards, spot.scope) is not False):
                    found.append(_text(default, spot.scope, evaluator))
    return sorted((text for text in found if text), key=lambda text: "test" in text)


def _assigned(outline: Outline, variable: str, evaluator: Evaluator) -> list[str]:
    """What a module sets an environment variable to whatever it was before, if that is certain to happen."""
    found: list[str] = []
    for target, value in outline.assigned:
        match target.node:
            case ast.Subscript(slice=ast.Constant(value=name)) if name == variable:
                if evaluator.holds(target.guards, target.scope):
                    found.append(_text(value, target.scope, evaluator))
    return found


def _text(node: ast.expr, scope: Scope, evaluator: Evaluator) -> str:
    value = evaluator.value(node, scope)
    return value.value if value.known and isinstance(value.value, str) else ""
