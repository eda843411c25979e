"""Connections that modules make when they are imported, and tasks use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from celerykit.project import Client
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.tasks import Declared
from celerykit.reading.things import Expression, Function
from celerykit.values.places import Place

__all__ = ["clients"]

# Redis's client is none of them: it makes new connections after a fork by itself.
_MAKERS = {
    "MySQLdb.connect": "MySQLdb.connect",
    "asyncpg.connect": "asyncpg.connect",
    "mysql.connector.connect": "mysql.connector.connect",
    "pika.BlockingConnection": "pika.BlockingConnection",
    "psycopg.connect": "psycopg.connect",
    "psycopg2.connect": "psycopg2.connect",
    "psycopg2.pool.SimpleConnectionPool": "psycopg2.pool.SimpleConnectionPool",
    "psycopg2.pool.ThreadedConnectionPool": "psycopg2.pool.ThreadedConnectionPool",
    "psycopg_pool.ConnectionPool": "psycopg_pool.ConnectionPool",
    "pymongo.MongoClient": "pymongo.MongoClient",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "pymysql.connect": "pymysql.connect",
    "sqlalchemy.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine": "sqlalchemy.create_engine",
    "sqlmodel.create_engine": "sqlalchemy.create_engine",
}
_WORDS = re.compile(
    rb"BlockingConnection|MongoClient|MySQLdb|asyncpg|create_(?:async_)?engine|mysql\.connector|psycopg|pymysql"
)
_INITS = frozenset({"celery.signals.worker_process_init", "celery.signals.worker_process_init.connect"})
# A task calls functions, which call functions: so deep is looked for what they use.
_DEPTH = 3


@dataclass(slots=True, repr=False)
class _Used:
    """Works out which connections functions use. known: by function."""

    names: Names
    known: dict[ast.AST, tuple[tuple[ast.Call, Scope, Place], ...]] = field(default_factory=dict)

    def by(self, node: ast.AST, scope: Scope, depth: int = 0) -> tuple[tuple[ast.Call, Scope, Place], ...]:
        """The calls that make what a function uses, each with its scope and the place of its use."""
        if node not in self.known:
            self.known[node] = ()
            self.known[node] = tuple(self._in(node, scope, depth))
        return self.known[node]

    def _in(self, node: ast.AST, scope: Scope, depth: int) -> Iterator[tuple[ast.Call, Scope, Place]]:
        # A name that the function itself binds is its own.
        names = (each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))
        seen: set[str] = set()
        for name in names:
            if name.id in seen or name.id in scope.bindings:
                continue
            seen.add(name.id)
            thing = self.names.name(name.id, scope)
            if isinstance(thing, Expression):
                yield from ((call, its, scope.module.place(name)) for call, its in self._made(thing, 0))
            elif isinstance(thing, Function) and depth < _DEPTH:
                inner = self.by(thing.node, thing.scope, depth + 1)
                yield from ((call, its, scope.module.place(name)) for call, its, _ in inner)

    def _made(self, thing: Expression, depth: int) -> Iterator[tuple[ast.Call, Scope]]:
        """The connection that a variable of a module holds, or was made from: `sessionmaker(bind=engine)`."""
        node, scope = thing.node, thing.scope
        if depth > _DEPTH or not isinstance(scope.node, ast.Module):
            return
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            # `db = client["shop"]`
            found = self.names.resolve(node.value, scope)
            if isinstance(found, Expression) and found.node is not node:
                yield from self._made(found, depth + 1)
        if not isinstance(node, ast.Call):
            return
        if _MAKERS.get(self.names.dotted(node.func, scope)):
            yield node, scope
            return
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        for each in (owner, *node.args, *(word.value for word in node.keywords)):
            if isinstance(each, ast.Name):
                found = self.names.resolve(each, scope)
                if isinstance(found, Expression) and found.node is not node:
                    yield from self._made(found, depth + 1)


def clients(declared: Iterable[Declared], outlines: Iterable[Outline], names: Names) -> Iterator[Client]:
    """The connections made at import that tasks use, each once, with the first task that uses it."""
    if not any(map(_WORDS.search, names.program.contents())):
        return
    used = _Used(names)
    outlines = tuple(outlines)
    by_path = {outline.scope.module.path: outline for outline in outlines}
    told: set[ast.Call] = set()
    renewed: bool | None = None
    for each in declared:
        outline = by_path.get(each.task.place.path) if each.task.place else None
        scope = outline.scopes.get(each.node) if outline else None
        if scope is None:
            continue
        for call, its, place in used.by(each.node, scope):
            if call in told:
                continue
            told.add(call)
            if renewed is None:
                renewed = _renews(outlines, names)
            kind = _MAKERS[names.dotted(call.func, its)]
            own = renewed or _unpooled(call)
            yield Client(kind, its.module.place(call), each.task.name, place, own)


def _unpooled(call: ast.Call) -> bool:
    """Whether a connection is opened anew for each use, or at first use only."""
    for word in call.keywords:
        last = word.value.attr if isinstance(word.value, ast.Attribute) else getattr(word.value, "id", "")
        if last == "NullPool" or (word.arg == "connect" and getattr(word.value, "value", True) is False):
            return True
        if word.arg is None:
            return True
    return False


def _renews(outlines: Iterable[Outline], names: Names) -> bool:
    """Whether the program does something when a process of the worker starts, or drops connections."""
    for outline in outlines:
        for spot in outline.attributes:
            if spot.node.attr == "dispose" or (
                spot.node.attr == "connect" and names.dotted(spot.node, spot.scope) in _INITS
            ):
                return True
    return False
