"""What a function returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from celerykit.reading.scopes import Guards

__all__ = ["returned"]


def returned(statements: Sequence[ast.stmt], guards: Guards = ()) -> Iterator[tuple[ast.expr | None, Guards]]:
    """What a function returns, in the order of the source, each with the conditions under which it gets there."""
    for statement in statements:
        match statement:
            case ast.Return(value=value):
                yield value, guards
            case ast.If(test=test, body=body, orelse=orelse):
                yield from returned(body, (*guards, (test, True)))
                yield from returned(orelse, (*guards, (test, False)))
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
                yield from returned([*body, *orelse, *finalbody], guards)
                for handler in handlers:
                    yield from returned(handler.body, (*guards, (handler, True)))
            case ast.With(body=body):
                yield from returned(body, guards)
            case ast.For(body=body) | ast.While(body=body):
                yield from returned(body, (*guards, (None, True)))
            case ast.Match(cases=cases):
                for case in cases:
                    yield from returned(case.body, (*guards, (None, True)))
