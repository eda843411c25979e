"""Which names in a config the program reads itself: those that are no settings are its own then."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from celerykit.project import Config
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.things import Class, InModule, Thing

__all__ = ["marked"]


def marked(config: Config, outlines: Iterable[Outline], names: Names) -> Config:
    """The config, with `used` set in the entries whose names are no settings, and that a module reads."""
    own = [entry for entry in config.entries if entry.setting is None]
    if not own:
        return config
    upper = {entry.name for entry in own if entry.name.isupper()}
    # Others, such as `timeout`, stand for different things all over a program: there the module counts, too.
    lower = {(entry.name, entry.place.path) for entry in own if entry.place and not entry.name.isupper()}
    used: set[str] = set()
    for outline in outlines:
        used.update(_used(upper, outline) if upper else ())
        used.update(name for name, path in _taken({name for name, _ in lower}, outline, names) if (name, path) in lower)
    entries = (replace(entry, used=True) if entry.name in used else entry for entry in config.entries)
    return replace(config, entries=tuple(entries)) if used else config


def _taken(wanted: set[str], outline: Outline, names: Names) -> Iterator[tuple[str, str]]:
    """What a module takes of them from others, `conf.x` and `from conf import x`, each with the path of the other."""
    if not wanted:
        return
    for spot in outline.attributes:
        if spot.node.attr in wanted and isinstance(spot.node.ctx, ast.Load):
            yield spot.node.attr, _path(names.resolve(spot.node.value, spot.scope))
    for statement in outline.imports:
        if isinstance(statement.node, ast.ImportFrom):
            source = names.source(statement.node, outline.scope.module)
            yield from ((alias.name, _path(source)) for alias in statement.node.names if alias.name in wanted)


def _path(thing: Thing | None) -> str:
    """The file in which a module or a class stands."""
    if isinstance(thing, InModule):
        return thing.module.path
    return thing.scope.module.path if isinstance(thing, Class) else ""


def _used(names: set[str], outline: Outline) -> Iterator[str]:
    """Those of the names that a module reads: by name, as an attribute, or by a text (`getattr`, a key of a dict)."""
    module = outline.scope.module
    text = b"\n".join(module.lines)
    here = {name for name in names if name.encode() in text}
    if not here:
        return
    written = set(_written(module.tree, here))
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Name(id=name, ctx=ast.Load())
                | ast.Attribute(attr=name, ctx=ast.Load())
                | ast.Constant(value=str(name))
            ) if node not in written:
                yield from {name} & here


def _written(tree: ast.Module, names: set[str]) -> Iterator[ast.AST]:
    """What says what a name is set to, or that something is set: `X = env("X")`, `{"X": 1}`, `config["X"] = 1`."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in names:
                yield from ast.walk(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in names:
                yield from ast.walk(value)
            case ast.Dict(keys=keys):
                yield from (key for key in keys if key)
            case ast.Subscript(slice=key, ctx=ast.Store()):
                yield key
