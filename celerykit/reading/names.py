"""What a name or a dotted expression stands for, across the modules of a program."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from celerykit.reading.modules import Modules
from celerykit.reading.returns import returned
from celerykit.reading.scopes import Binding, Scope
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, Expression, Function, InModule, Instance, Outside, Thing
from celerykit.reading.unbound import APP_NAMES, WELL_KNOWN

__all__ = ["Names"]

# Names lead to names; a chain longer than this is a knot, not a program.
_DEPTH = 40


@dataclass(slots=True, repr=False)
class Names(Modules):
    """Answers what names stand for.

    only_app: the call that makes the app of a program which has but one; `app` stands for it where nothing else does.
    """

    only_app: Expression | None = None
    _depth: int = 0
    _known: dict[tuple[Scope, str], Thing | None] = field(default_factory=dict)

    def resolve(self, node: ast.expr, scope: Scope) -> Thing | None:
        """What an expression stands for; an `Expression` where it is neither a module nor something defined."""
        if self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            match node:
                case ast.Name():
                    return self.name(node.id, scope)
                case ast.Attribute():
                    base = self.resolve(node.value, scope)
                    return self.attribute(base, node.attr) if base else None
                case _:
                    return Expression(node, scope)
        finally:
            self._depth -= 1

    def dotted(self, node: ast.expr, scope: Scope) -> str:
        """The full name of something outside of the program: "os.environ.get"; "" for all else.

        What a call of something outside yields is written so: "environ.Env()".
        """
        match node:
            case ast.Call():
                inner = self.dotted(node.func, scope)
                return f"{inner}()" if inner else ""
            case ast.Attribute():
                inner = self.dotted(node.value, scope)
                if inner:
                    return f"{inner}.{node.attr}"
        thing = self.resolve(node, scope)
        if isinstance(thing, Outside):
            return thing.dotted
        if isinstance(thing, Expression) and thing.node is not node and self._depth < _DEPTH:
            self._depth += 1
            try:
                return self.dotted(thing.node, thing.scope)
            finally:
                self._depth -= 1
        return ""

    def name(self, name: str, scope: Scope) -> Thing | None:
        """What a name stands for, seen from a scope."""
        for each in scope.enclosing():
            if name in each.bindings:
                return self.bound_in(name, each)
            found = self._starred(name, each)
            if found:
                return found
        if hasattr(_builtins(), name):
            return Outside(f"builtins.{name}")
        if any(not self._is_ours(star, scope) for star in scope.top.stars):
            return None
        if name in APP_NAMES:
            return self.only_app
        return Outside(WELL_KNOWN[name]) if name in WELL_KNOWN else None

    def _is_ours(self, star: Binding, scope: Scope) -> bool:
        """Whether all that a `from x import *` brings can be seen."""
        assert isinstance(star.origin, ast.ImportFrom)
        return isinstance(self.source(star.origin, scope.module), InModule)

    def bind(self, binding: Binding, scope: Scope) -> None:
        """Have a name stand for something that is not written so."""
        scope.bindings[binding.name] = [binding]
        self._known.pop((scope, binding.name), None)

    def bound_in(self, name: str, scope: Scope) -> Thing | None:
        """What a name stands for that a scope itself binds. Worked out once; one that leads to itself is nothing."""
        key = (scope, name)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._latest(scope.bindings[name], scope)
        return self._known[key]

    def _latest(self, bindings: list[Binding], scope: Scope) -> Thing | None:
        """The last thing that was bound; `x = None` beforehand is a place kept free, not a thing."""
        for binding in reversed(bindings):
            if isinstance(binding.value, ast.Constant) and len(bindings) > 1:
                continue
            found = self.bound(binding, scope)
            if found:
                return found
        return None

    def bound(self, binding: Binding, scope: Scope) -> Thing | None:
        """What one binding binds."""
        match binding.kind, binding.origin:
            case "import", ast.Import() | ast.ImportFrom() as statement:
                return self._imported(binding, statement, scope.module)
            case "definition", ast.ClassDef() as node:
                return Class(node, self.outline(scope.module).scopes[node])
            case "definition", ast.FunctionDef() | ast.AsyncFunctionDef() as node:
                return Function(node, self.outline(scope.module).scopes[node])
            case "value", _ if binding.value is not None:
                found = self.resolve(binding.value, scope)
                return Expression(binding.value, scope, binding.guards) if isinstance(found, Expression) else found
        return None

    def _imported(self, binding: Binding, node: ast.Import | ast.ImportFrom, module: Module) -> Thing | None:
        alias = binding.node
        assert isinstance(alias, ast.alias)
        if isinstance(node, ast.Import):
            dotted = alias.name if alias.asname else alias.name.partition(".")[0]
            return self.module(dotted, module)
        base = self.source(node, module)
        if base is None:
            return Outside(alias.name)
        return self.attribute(base, alias.name)

    def attribute(self, base: Thing, name: str) -> Thing | None:
        """What `base.name` stands for."""
        match base:
            case Outside(dotted):
                # A folder without `__init__.py` is a package all the same.
                file = self.program.find(f"{dotted}.{name}") if dotted else None
                return self.in_file(file) if file else Outside(f"{dotted}.{name}" if dotted else name)
            case InModule(module):
                return self.member(module, name)
            case Class():
                return self.inherited(base, name)
            case Expression():
                made = self.instance(base)
                return self.inherited(made.owner, name) if made else None
        return None

    def instance(self, thing: Thing | None) -> Instance | None:
        """The object that an expression makes, or that a function of the program makes and returns."""
        if not isinstance(thing, Expression) or not isinstance(thing.node, ast.Call) or self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            made = self.resolve(thing.node.func, thing.scope)
            if isinstance(made, Class):
                return Instance(made, thing.node, thing.scope)
            if not isinstance(made, Function):
                return self._by_default(thing.node, thing.scope)
            values = [value for value, _ in returned(made.node.body) if value]
            found = [self.instance(self.resolve(value, made.scope)) for value in values]
            first = found[0] if found else None
            return first if all(each and first and each.owner.node is first.owner.node for each in found) else None
        finally:
            self._depth -= 1

    def _by_default(self, call: ast.Call, scope: Scope) -> Instance | None:
        """`queues: Queues = Field(default_factory=Queues)`."""
        factory = next((word.value for word in call.keywords if word.arg in {"default_factory", "factory"}), None)
        made = self.resolve(factory, scope) if factory else None
        return Instance(made, None, scope) if isinstance(made, Class) else None

    def member(self, module: Module, name: str) -> Thing | None:
        """What a module's attribute stands for: something bound in it, or a module below it."""
        if self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            scope = self.outline(module).scope
            if name in scope.bindings:
                found = self.bound_in(name, scope)
                if found:
                    return found
            below = self.program.file_in(module.file.parent, name) if module.package else None
            return self.in_file(below) if below else self._starred(name, scope)
        finally:
            self._depth -= 1

    def _starred(self, name: str, scope: Scope) -> Thing | None:
        key = (scope, f"* {name}")
        if scope.stars and key not in self._known:
            self._known[key] = None
            self._known[key] = self._from_stars(name, scope)
        return self._known.get(key)

    def _from_stars(self, name: str, scope: Scope) -> Thing | None:
        for star in reversed(scope.stars):
            assert isinstance(star.origin, ast.ImportFrom)
            source = self.source(star.origin, scope.module)
            if isinstance(source, InModule) and source.module is not scope.module:
                found = self.member(source.module, name)
                if found:
                    return found
        return None

    def inherited(self, owner: Class, name: str) -> Thing | None:
        """An attribute of a class, its own or a base's."""
        for each in self.lineage(owner):
            if isinstance(each, Class) and name in each.scope.bindings:
                return self.bound_in(name, each.scope)
        return None

    def lineage(self, owner: Class) -> Iterator[Class | Outside]:
        """A class and its bases, nearest first; those outside of the program by name."""
        seen: set[ast.ClassDef] = set()
        waiting: list[Class | Outside] = [owner]
        while waiting:
            each = waiting.pop(0)
            yield each
            if isinstance(each, Outside) or each.node in seen:
                continue
            seen.add(each.node)
            assert each.scope.parent
            found = (self.resolve(base, each.scope.parent) for base in each.node.bases)
            waiting = [
                base for base in found if isinstance(base, (Class, Outside)) and not _known(base, seen)
            ] + waiting


def _known(base: Class | Outside, seen: set[ast.ClassDef]) -> bool:
    return isinstance(base, Class) and base.node in seen


def _builtins() -> object:
    import builtins

    return builtins
