"""Operators on values: known operands give a known result, unknown ones at most its type."""

from __future__ import annotations

import ast
import itertools
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from celerykit.project import Opaque, State, Value
from celerykit.reading import containers

__all__ = ["binary", "comparison", "depending", "either", "formatted", "joined", "same", "unary"]

_BINARY: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
    ast.Sub: operator.sub,
}
_UNARY: Mapping[type, Callable[[Any], Any]] = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_}
_COMPARE: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right,
    ast.Is: lambda left, right: left is right or (left == right and isinstance(left, bool)),
    ast.IsNot: lambda left, right: not (left is right or (left == right and isinstance(left, bool))),
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.NotEq: operator.ne,
    ast.NotIn: lambda left, right: left not in right,
}
# What asks for more characters than it is given: "%*d", "%2000d", "%.2000f".
_WIDE = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(?:\*|\d{3,}|\d*\.(?:\*|\d{3,}))")
# `"x" * 10**9` must not be worked out; no setting is as large.
_LARGEST = 10**5


def depending(base: Value, parts: Iterable[Value]) -> Value:
    """The value, depending on the environment variable that one of its parts depends on."""
    variable = next((part.variable for part in parts if part.variable), "")
    return replace(base, variable=variable, derived=True) if variable else base


def binary(base: Value, left: Value, op: ast.operator, right: Value) -> Value:
    """`left op right`."""
    base = depending(base, (left, right))
    merged = containers.concatenated(base, left, op, right)
    if merged:
        return merged
    work = _BINARY.get(type(op))
    if isinstance(op, ast.Add) and {containers.kind_of(left), containers.kind_of(right)} == {list, tuple}:
        # `[…] + (…)` raises; whoever wrote it meant something that is not seen here.
        return replace(base, open=True)
    if not work or not (left.known and right.known) or _large(op, left.value, right.value):
        text = str in {containers.kind_of(left), containers.kind_of(right)} and isinstance(op, (ast.Add, ast.Mod))
        return replace(base, type=str if text else None)
    return containers.computed(base, work(left.value, right.value))


def _large(op: ast.operator, left: object, right: object) -> bool:
    if isinstance(left, Opaque) or isinstance(right, Opaque):
        return True
    sizes = [len(side) if isinstance(side, (str, bytes, list, tuple)) else side for side in (left, right)]
    numbers = [abs(size) for size in sizes if isinstance(size, (int, float))]
    if isinstance(op, ast.Pow):
        return any(number > 64 for number in numbers)
    if isinstance(op, ast.Mod) and isinstance(left, (str, bytes)):
        # `"%999999999d" % 1` is a short text that asks for a long one.
        return _WIDE.search(left if isinstance(left, str) else left.decode("latin-1")) is not None
    if isinstance(op, ast.Mult):
        return any(number > 10**15 for number in numbers) or (
            any(isinstance(side, (str, bytes, list, tuple)) for side in (left, right))
            and len(numbers) == 2
            and numbers[0] * numbers[1] > _LARGEST
        )
    return False


def unary(base: Value, op: ast.unaryop, operand: Value) -> Value:
    """`-x`, `not x`."""
    base = depending(base, (operand,))
    if isinstance(op, ast.Not) and base.variable:
        # As for comparisons: the answer turns with the environment.
        return replace(base, type=bool)
    work = _UNARY.get(type(op))
    if work and operand.known and not isinstance(operand.value, Opaque):
        found = containers.computed(base, work(operand.value))
        # A negative number is written out, though Python has no literal for it.
        return replace(found, literal=operand.literal and isinstance(op, (ast.USub, ast.UAdd)))
    return replace(base, type=bool) if isinstance(op, ast.Not) else base


def comparison(base: Value, left: Value, ops: Sequence[ast.cmpop], others: Sequence[Value]) -> Value:
    """`a == b`, `a < b < c`: known where nothing in it comes from the environment; a bool in any case."""
    base = replace(depending(base, (left, *others)), type=bool)
    every = (left, *others)
    if base.variable or not all(each.known and not isinstance(each.value, Opaque) for each in every):
        return base
    for op, first, second in zip(ops, every, others, strict=False):
        if not _COMPARE[type(op)](first.value, second.value):
            return containers.computed(base, False)
    return containers.computed(base, True)


def either(base: Value, parts: Sequence[Value], *, stops_at: bool) -> Value:
    """`a or b` (stops_at True), `a and b` (False)."""
    base = depending(base, parts)
    for index, part in enumerate(parts[:-1]):
        if part.known:
            if bool(part.value) is stops_at:
                return replace(part, variable=base.variable)
            continue
        # `os.environ.get("X") or "default"`: what is not set gives way to what stands behind it.
        if not (part.variable and stops_at and part.type is not bool):
            types = {containers.kind_of(each) for each in parts[index:]}
            return replace(base, type=types.pop() if len(types) == 1 else None)
    last = parts[-1]
    return replace(last, variable=base.variable, type=last.type or (str if base.variable else None))


def same(base: Value, alternatives: Sequence[Value]) -> Value:
    """The value of an expression that is one of several: known if they are all equal."""
    base = depending(base, alternatives)
    first = alternatives[0]
    if all(each.known and _equal(each.value, first.value) for each in alternatives):
        return replace(first, variable=base.variable)
    types = {containers.kind_of(each) for each in alternatives}
    if types == {dict}:
        return _in_common(base, alternatives)
    if len(types) == 1 and types <= {list, tuple}:
        pairs = zip(*(each.items for each in alternatives), strict=False)
        alike = itertools.takewhile(lambda parts: all(part == parts[0] for part in parts), pairs)
        return replace(base, type=types.pop(), items=tuple(parts[0] for parts in alike), open=True)
    if types in ({list}, {tuple}):
        # What is in all of them is certain to be there.
        known = [[item.value for item in each.items if item.known] for each in alternatives]
        shared = tuple(item for item in first.items if item.known and all(item.value in each for each in known))
        return replace(base, type=types.pop(), items=shared, open=True)
    return replace(base, type=types.pop() if len(types) == 1 else None)


def _in_common(base: Value, alternatives: Sequence[Value]) -> Value:
    """One of several dicts: the keys that are in all of them are certain to be there."""
    every = [set(each.keys) for each in alternatives]
    keys: dict[Any, Value] = {}
    for key, part in alternatives[0].keys.items():
        if all(key in found for found in every):
            alone = replace(base, variable="", derived=False, text=part.text, place=part.place, source=part.source)
            keys[key] = same(alone, [each.keys[key] for each in alternatives])
    return replace(base, type=dict, keys=keys, open=True)


def _equal(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def formatted(base: Value, template: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    """`"redis://{}/{db}".format(host, db=0)`; a text in any case, known where its fields say nothing of their form."""
    from string import Formatter  # start-up

    parts: list[tuple[Value, int, Value | None]] = []
    given = {**{str(number): value for number, value in enumerate(args)}, **kwargs}
    unnamed = 0
    try:
        fields = list(Formatter().parse(template))
    except ValueError:
        return replace(base, type=str)
    for literal, field, form, conversion in fields:
        if literal:
            parts.append((replace(base, state=State.KNOWN, value=literal), -1, None))
        if field is None:
            continue
        value = given.get(field or str(unnamed))
        unnamed += not field
        if value is None or form or conversion:
            return replace(base, type=str)
        parts.append((value, -1, None))
    return joined(base, parts)


def joined(base: Value, parts: Sequence[tuple[Value, int, Value | None]]) -> Value:
    """An f-string, from its parts: value, conversion (as in `ast.FormattedValue`), format."""
    base = replace(depending(base, [value for value, _, _ in parts]), type=str)
    texts: list[str] = []
    for value, conversion, form in parts:
        simple = form is None or (isinstance(form.value, str) and len(form.value) < 6 and form.known)
        if not value.known or isinstance(value.value, Opaque) or not simple:
            return base
        plain = {-1: value.value, 115: str(value.value), 114: repr(value.value), 97: ascii(value.value)}[conversion]
        texts.append(format(plain, str(form.value) if form else ""))
    return replace(containers.computed(base, "".join(texts)), type=str if base.variable else None)
