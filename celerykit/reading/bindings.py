"""The value of a name, from all that happens to it in its scope."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.project import State, Value
from celerykit.reading import environment, operations
from celerykit.reading.scopes import Binding, Guards, Scope
from celerykit.reading.things import InModule

if TYPE_CHECKING:  # the two work on each other: a name's value is an expression, an expression has names in it
    from celerykit.reading.evaluating import Evaluator

__all__ = ["Bindings"]


class Bindings:
    """The names of one scope, with their values."""

    def __init__(self, evaluator: Evaluator, scope: Scope) -> None:
        self.evaluator = evaluator
        self.scope = scope

    def binds(self, name: str) -> bool:
        """Whether the scope gives a name a value, be it by `from x import *`."""
        return name in self.scope.bindings or bool(self._starred(name))

    def value(self, name: str, base: Value, before: int | None = None, given: Guards = ()) -> Value:
        """The value that a name has at a line of its own scope, or in the end.

        Where branches differ, and only running tells which is taken, it is unknown.
        """
        key = (self.scope, name, before)
        if key in self.evaluator.busy:
            return base
        self.evaluator.busy.add(key)
        try:
            return self._value(self._history(name), base, before, given)
        finally:
            self.evaluator.busy.discard(key)

    def _history(self, name: str) -> list[Binding]:
        own = self.scope.bindings.get(name, [])
        starred = self._starred(name)
        return sorted((*own, *starred), key=lambda each: each.line) if starred else own

    def _starred(self, name: str) -> list[Binding]:
        """The `from x import *` that bring a name."""
        names = self.evaluator.names
        found: list[Binding] = []
        for star in self.scope.stars:
            assert isinstance(star.origin, ast.ImportFrom)
            source = names.source(star.origin, self.scope.module)
            if isinstance(source, InModule) and names.member(source.module, name):
                found.append(replace(star, name=name))
        return found

    def _value(self, history: list[Binding], base: Value, before: int | None, given: Guards) -> Value:
        if before is not None:
            # Nothing above: a function whose name is bound later, or a loop. Then the end is as good.
            history = [each for each in history if each.line < before] or history
        return self._after(history, base, given)

    def _after(self, history: Sequence[Binding], base: Value, given: Guards = ()) -> Value:
        alternatives: list[Value] = []
        covered: set[Guards] = set()
        for index in range(len(history) - 1, -1, -1):
            guards = _outside_of_loops(history[index])
            verdict = self.evaluator.holds(guards, self.scope, given)
            if verdict is False:
                continue
            alternatives.append(self._of(history, index, base))
            if verdict or self.evaluator.holds(_covered(guards, covered), self.scope, given):
                break
        else:
            alternatives.append(base)
        if alternatives == [base]:
            return base
        if _falls_back(history, alternatives):
            return operations.either(base, alternatives[::-1], stops_at=True)
        return operations.same(base, alternatives) if len(alternatives) > 1 else alternatives[0]

    def _of(self, history: Sequence[Binding], index: int, base: Value) -> Value:
        binding = history[index]
        match binding.kind:
            case "value" if isinstance(binding.value, ast.expr):
                found = self.evaluator.value(binding.value, self.scope, binding.guards)
                if environment.UNNAMED in found.variable:
                    return replace(found, variable=found.variable.replace(environment.UNNAMED, binding.name))
                return found
            case "change" if binding.loops:
                return self._looped(history, index, base)
            case "change":
                return self.evaluator.change(self._after(history[:index], base), binding, self.scope)
            case "import":
                return self._imported(binding, base)
            case "definition":
                return self.evaluator.members.thing(self.evaluator.names.bound(binding, self.scope), base)
        return Value(State.UNKNOWN, None, base.place, base.source, base.text)

    def _imported(self, binding: Binding, base: Value) -> Value:
        """What was imported, with its value there: every branch counts, not the last binding only."""
        names, statement = self.evaluator.names, binding.origin
        assert isinstance(binding.node, ast.alias)
        if isinstance(statement, ast.ImportFrom):
            source = names.source(statement, self.scope.module)
            name = binding.name if binding.node.name == "*" else binding.node.name
            return self.evaluator.members.attribute(source, name, base)
        return self.evaluator.members.thing(names.bound(binding, self.scope), base)

    def _looped(self, history: Sequence[Binding], index: int, base: Value) -> Value:
        """What a name holds after a loop in which it is changed."""
        outer = history[index].loops[0]
        first = index
        while first and history[first - 1].loops[:1] == (outer,):
            first -= 1
        steps = history[first : index + 1]
        before = self._after(history[:first], base)
        if any(step.kind != "change" for step in steps):
            return replace(before, state=State.UNKNOWN, value=None, literal=False, open=True)
        return self._round(steps, 0, before, self.evaluator)

    def _round(self, steps: Sequence[Binding], depth: int, before: Value, evaluator: Evaluator) -> Value:
        """A value after changes in loops, of which those outside of `depth` are being gone through."""
        while steps:
            step, *rest = steps
            if len(step.loops) == depth:
                before, steps = _stepped(step, before, evaluator, self.scope), rest
                continue
            loop = step.loops[depth]
            within = [each for each in steps if each.loops[depth : depth + 1] == (loop,)]
            steps = [each for each in steps if each not in within]
            rounds = evaluator.rounds(loop.target, loop.iter, self.scope)
            if rounds is None:
                before = replace(before, state=State.UNKNOWN, value=None, literal=False, open=True)
            for inside in rounds or ():
                before = self._round(within, depth + 1, before, inside)
        return before


def _outside_of_loops(binding: Binding) -> Guards:
    """The conditions under which a change is reached; those in a loop are looked at in each of its rounds."""
    if binding.kind != "change" or not binding.loops:
        return binding.guards
    outer = (binding.loops[0].iter, True)
    return binding.guards[: binding.guards.index(outer)] if outer in binding.guards else binding.guards


def _stepped(step: Binding, before: Value, evaluator: Evaluator, scope: Scope) -> Value:
    verdict = evaluator.holds(step.guards, scope)
    if verdict is False:
        return before
    after = evaluator.change(before, step, scope)
    if verdict:
        return after
    loose = replace(before, state=State.UNKNOWN, value=None, literal=False, keys={}, items=(), open=True)
    return operations.same(loose, [after, before])


def _falls_back(history: Sequence[Binding], alternatives: Sequence[Value]) -> bool:
    """`try: x = os.environ["X"]`, `except KeyError: x = "default"`: as if written with `or`."""
    if len(alternatives) != 2 or not (alternatives[1].unknown and alternatives[1].variable):
        return False
    handled = (binding.guards[-1][0] for binding in history if binding.guards)
    return any(isinstance(test, ast.ExceptHandler) for test in handled)


def _covered(guards: Guards, covered: set[Guards]) -> Guards:
    """The conditions under which a branch, with its opposites seen before, is certain to have been taken."""
    while guards and (*guards[:-1], (guards[-1][0], not guards[-1][1])) in covered:
        guards = guards[:-1]
    covered.add(guards)
    return guards
