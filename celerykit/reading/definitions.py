"""The heads of functions and classes: their names, and how they can be called."""

from __future__ import annotations

import ast

from celerykit.project import Parameters
from celerykit.reading.scopes import Definition
from celerykit.reading.sources import Module
from celerykit.values.places import Place

__all__ = ["changes_arguments", "parameters_of", "place_of_name"]


def parameters_of(node: ast.FunctionDef | ast.AsyncFunctionDef, *, bound: bool) -> Parameters:
    """The parameters of a function. bound: the first one is filled by whoever calls it."""
    args = node.args
    positional = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    optional = set(positional[len(positional) - len(args.defaults) :] if args.defaults else ())
    names = tuple(positional[1:] if bound else positional)
    keywords = frozenset(arg.arg for arg in args.kwonlyargs)
    needed = (arg.arg for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value is None)
    return Parameters(
        names,
        frozenset((*(name for name in names if name not in optional), *needed)),
        keywords,
        args=args.vararg is not None,
        kwargs=args.kwarg is not None,
    )


def changes_arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function that is given any arguments passes on others: `self.run(session, *args)`."""
    rest = node.args.kwarg.arg if node.args.kwarg else ""
    for each in ast.walk(node):
        match each:
            case ast.Call(args=args, keywords=words) if any(isinstance(arg, ast.Starred) for arg in args):
                plain = (isinstance(arg, ast.Starred) or getattr(arg, "id", "") == "self" for arg in args)
                if not all(plain) or any(word.arg for word in words):
                    return True
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name == rest:
                return True
            case ast.Attribute(value=ast.Name(id=name), attr="pop" | "setdefault" | "update") if name == rest:
                return True
    return False


def place_of_name(node: Definition, module: Module) -> Place:
    """The span of the name, which stands behind "def ", "async def " or "class "."""
    before = {ast.FunctionDef: 4, ast.AsyncFunctionDef: 10, ast.ClassDef: 6}[type(node)]
    start = module.lines[node.lineno - 1].find(node.name.encode(), node.col_offset + before)
    column = module.column(node.lineno, max(start, 0))
    return Place(module.path, node.lineno, column, column + len(node.name))
