"""Files in which tasks are declared by decorators of the project's own, and which say nothing else of Celery."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope

__all__ = ["decorated"]

_MAKERS = frozenset({"shared_task", "task"})


def decorated(folder: Path, outlines: Iterable[Outline], names: Names) -> Iterator[Outline]:
    """The outlines of files below a folder that use decorators which `outlines` make of Celery's."""
    seen = {outline.scope.module.file for outline in outlines}
    made = {name for outline in outlines for name in _made_in(outline)}
    # Objects of a class that makes tasks make tasks.
    made |= {name for outline in outlines for name in _called(outline, made)}
    own = sorted(made - _MAKERS)
    if not own:
        return
    used = re.compile(rb"^\s*@(?:\w+\.)*(?:%s)\b" % b"|".join(name.encode() for name in own), re.MULTILINE)
    for file in names.program.python_files(folder):
        if file not in seen and used.search(names.program.content(file)):
            module = names.program.module(file)
            if module:
                yield names.outline(module)


def _made_in(outline: Outline) -> Iterator[str]:
    """The names of functions in which tasks are made, and of variables that hold what makes them."""
    for call in outline.calls:
        if _makes(call.node.func) and call.scope.parent:
            yield _outermost(call.scope)
    for definition in outline.definitions:
        if definition.scope.parent and any(_makes(each) for each in definition.node.decorator_list):
            yield _outermost(definition.scope)
    for name, history in outline.scope.bindings.items():
        value = history[-1].value
        if value is not None and (_makes(value) or _partly(value)):
            yield name


def _called(outline: Outline, made: set[str]) -> Iterator[str]:
    """The variables that hold what something yields that is called by one of these names."""
    for name, history in outline.scope.bindings.items():
        value = history[-1].value
        func = value.func if isinstance(value, ast.Call) else None
        if getattr(func, "attr", getattr(func, "id", "")) in made:
            yield name


def _makes(node: ast.AST) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return last in _MAKERS


def _partly(node: ast.expr) -> bool:
    """`partial(shared_task, bind=True)`, `app.task(bind=True)`."""
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Lambda) and _partly(node.body)
    return any(_makes(arg) for arg in node.args) or (_makes(node.func) and not node.args)


def _outermost(scope: Scope) -> str:
    while scope.parent and scope.parent.parent:
        scope = scope.parent
    return getattr(scope.node, "name", "")
