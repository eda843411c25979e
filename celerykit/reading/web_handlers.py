"""Functions that answer web requests."""

from __future__ import annotations

import ast

__all__ = ["is_web_handler", "parameters"]

_ROUTES = frozenset({
    "action", "api_route", "delete", "get", "head", "options", "patch", "post", "put", "route", "websocket",
})  # fmt: skip
_DECORATORS = frozenset({
    "api_view", "csrf_exempt", "login_required", "require_GET", "require_POST", "require_http_methods", "view_config",
})  # fmt: skip
_METHODS = frozenset({"delete", "get", "head", "patch", "post", "put"})


def is_web_handler(node: ast.AST) -> bool:
    """Whether a function answers requests: routed by its decorator, a Django view, a method of a view class."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    if any(_routes(decorator) for decorator in node.decorator_list):
        return True
    names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
    if names[:1] == ["request"]:
        return True
    # Flask-RESTful and its like give a method no request: `def get(self, task_id)`.
    return names[:1] == ["self"] and (names[1:2] == ["request"] or (node.name in _METHODS and len(names) > 1))


def _routes(decorator: ast.expr) -> bool:
    func = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(func, ast.Attribute) and func.attr in _ROUTES:
        return isinstance(decorator, ast.Call)
    last = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return last in _DECORATORS


def parameters(node: ast.AST) -> frozenset[str]:
    """The names of a function's arguments, without `self`."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return frozenset()
    args = node.args
    every = (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg)
    return frozenset(arg.arg for arg in every if arg) - {"self", "cls"}
