"""The routes of `task_routes`, in the order in which Celery tries them (celery/app/routes.py)."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from celerykit.project import Opaque, Project, State, Value
from celerykit.rules.options import key

__all__ = ["Route", "Router", "Routes", "is_misread", "queue_of", "routes"]

# What names of tasks do not hold, and regular expressions do; ? and [ only where no * makes a glob of the text.
_REGEX_SIGNS = frozenset("^$\\()|+{}")
_GLOB_SIGNS = frozenset("?[")
_REPEATED_GROUP = re.compile(r"\)[*+{]")


@dataclass(frozen=True, slots=True)
class Route:
    """Where the tasks go that a key stands for.

    kind: "name" for one task, "glob", "regex". written: the name, the glob, or the source of the expression.
    pattern: what names are compared with, None where it cannot be known. target: queue or options. value: the key
    where it has a place of its own, else the target.
    """

    kind: Literal["name", "glob", "regex"]
    written: str
    pattern: re.Pattern[str] | None
    target: Value
    value: Value

    def takes(self, name: str) -> bool | None:
        """Whether it is the route of a task of that name; None where that cannot be known."""
        if self.kind == "name":
            return self.written == name
        return None if self.pattern is None else bool(self.pattern.match(name))


@dataclass(frozen=True, slots=True)
class Router:
    """One mapping of routes, in the order in which it tries them: names first; or something that is not known."""

    routes: tuple[Route, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """All that `task_routes` holds, in the order in which the routers are asked."""

    routers: tuple[Router, ...] = ()

    @property
    def all(self) -> tuple[Route, ...]:
        """The routes that are known."""
        return tuple(route for router in self.routers for route in router.routes)

    @property
    def complete(self) -> bool:
        """Whether there are no others."""
        return all(router.complete for router in self.routers)

    def of(self, name: str) -> Route | Literal[False] | None:
        """The route of a task; None where it has none, False where that cannot be known."""
        for router in self.routers:
            for route in router.routes:
                takes = route.takes(name)
                if takes or takes is None:
                    return route if takes and (router.complete or route.kind == "name") else False
            if not router.complete:
                return False
        return None


def routes(project: Project) -> Routes:
    """The routes of a project; routers that are functions, classes or names of them are there, and not known."""
    value = project.config["task_routes"]
    if value.state is State.DEFAULT or (value.known and value.value is None):
        return Routes()
    if not _is_sequence(value):
        return Routes((_router(value),))
    found = tuple(_router(item) for item in value.items)
    whole = not value.open and (found or (value.known and not value.value))
    return Routes(found if whole else (*found, Router()))


def queue_of(target: Value) -> Value | None:
    """The queue that a target names, be it a text or options; None where it names none."""
    if isinstance(target.value, str):
        return target
    return key(target, "queue")


def is_misread(route: Route) -> bool:
    """Whether it is a glob or a regular expression that Celery takes for a name, or for another glob."""
    if route.kind == "regex":
        return False
    signs = set(route.written)
    if route.kind == "name":
        return bool(signs & (_REGEX_SIGNS | _GLOB_SIGNS))
    return bool(signs & _REGEX_SIGNS) or route.written.startswith(".*") or "..*" in route.written


def _is_sequence(value: Value) -> bool:
    return isinstance(value.value, (list, tuple)) or value.type in {list, tuple} or bool(value.items)


def _router(value: Value) -> Router:
    if isinstance(value.value, Opaque):
        return Router()
    pairs = list(_pairs(value))
    read = [_route(*pair) for pair in pairs]
    found = [route for route in read if route]
    names = [route for route in found if route.kind == "name"]
    patterns = [route for route in found if route.kind != "name"]
    known = bool(value.keys or value.items) or (value.known and isinstance(value.value, (Mapping, list, tuple)))
    whole = known and not value.open and len(found) == len(pairs) == len(value.keys or value.items)
    return Router((*names, *patterns), whole)


def _pairs(value: Value) -> Iterator[tuple[object, Value, Value]]:
    """Key, target, and what has the key's place, of a mapping or of a list of pairs."""
    for each, target in value.keys.items():
        yield each, target, target
    for item in value.items:
        if len(item.items) == 2 and not item.open:
            first, target = item.items
            yield first.value if first.known else None, target, first


def _route(each: object, target: Value, value: Value) -> Route | None:
    if isinstance(each, str):
        glob = "*" in each
        pattern = re.compile(fnmatch.translate(each)) if glob else None
        return Route("glob" if glob else "name", each, pattern, target, value)
    if isinstance(each, Opaque) and each.type == "re.Pattern":
        written, pattern = _compiled(each.text)
        return Route("regex", written, pattern, target, value)
    return None


def _compiled(text: str) -> tuple[str, re.Pattern[str] | None]:
    """The expression in `re.compile(r"…")`, and what it compiles to where it is written out, and without flags."""
    import ast
    import warnings

    try:
        call = ast.parse(text, mode="eval").body
        if isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords:
            written = str(ast.literal_eval(call.args[0]))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # A group that is repeated can take for ever, and what we compare it with is not ours either.
                return written, None if _REPEATED_GROUP.search(written) else re.compile(written)
    except (SyntaxError, ValueError, TypeError, re.error, RecursionError, MemoryError):
        pass
    return text, None
