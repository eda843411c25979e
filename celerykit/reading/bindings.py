"""The value of a name, from all that happens to it in its scope."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from celerykit.project import State, Value
from celerykit.reading import operations
from celerykit.reading.scopes import Binding, Guards, Scope

if TYPE_CHECKING:  # the two work on each other: a name's value is an expression, an expression has names in it
    from celerykit.reading.evaluating import Evaluator

__all__ = ["Bindings"]


class Bindings:
    """The names of one scope, with their values."""

    def __init__(self, evaluator: Evaluator, scope: Scope) -> None:
        self.evaluator = evaluator
        self.scope = scope

    def value(self, name: str, base: Value, before: int | None = None, given: Guards = ()) -> Value:
        """The value that a name has at a line of its own scope, or in the end.

        Where branches differ, and only running tells which is taken, it is unknown.
        """
        key = (self.scope, name, before)
        if key in self.evaluator.busy:
            return base
        self.evaluator.busy.add(key)
        try:
            return self._value(self.scope.bindings[name], base, before, given)
        finally:
            self.evaluator.busy.discard(key)

    def _value(self, history: list[Binding], base: Value, before: int | None, given: Guards) -> Value:
        if before is not None:
            # Nothing above: a function whose name is bound later, or a loop. Then the end is as good.
            history = [each for each in history if each.line < before] or history
        return self._after(history, base, given)

    def _after(self, history: list[Binding], base: Value, given: Guards = ()) -> Value:
        alternatives: list[Value] = []
        covered: set[Guards] = set()
        for index in range(len(history) - 1, -1, -1):
            verdict = self.evaluator.holds(history[index].guards, self.scope, given)
            if verdict is False:
                continue
            alternatives.append(self._of(history, index, base))
            if verdict or self.evaluator.holds(_covered(history[index].guards, covered), self.scope, given):
                break
        else:
            alternatives.append(base)
        if alternatives == [base]:
            return base
        return operations.same(base, alternatives) if len(alternatives) > 1 else alternatives[0]

    def _of(self, history: list[Binding], index: int, base: Value) -> Value:
        binding = history[index]
        match binding.kind:
            case "value" if isinstance(binding.value, ast.expr):
                return self.evaluator.value(binding.value, self.scope, binding.guards)
            case "change":
                before = self._after(history[:index], base)
                return self.evaluator.change(before, binding, self.scope)
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
            return self.evaluator.members.attribute(source, binding.node.name, base)
        return self.evaluator.members.thing(names.bound(binding, self.scope), base)


def _covered(guards: Guards, covered: set[Guards]) -> Guards:
    """The conditions under which a branch, with its opposites seen before, is certain to have been taken."""
    while guards and (*guards[:-1], (guards[-1][0], not guards[-1][1])) in covered:
        guards = guards[:-1]
    covered.add(guards)
    return guards
