"""Which app of several stands nearest to a file."""

from __future__ import annotations

from collections.abc import Sequence

from celerykit.reading.apps import App
from celerykit.reading.for_tests import is_test

__all__ = ["nearest"]


def nearest(path: str, app: App, apps: Sequence[App]) -> bool:
    """Whether an app shares more folders with a file than any other does. A lone one is near to all.

    Of several that share as many, those are near below whose folder the file stands. Apps of tests do not count.
    """
    others = [other for other in apps if other is not app and not is_test(other.module.path)]
    shared = _shared(path, app.module.path)
    most = max((_shared(path, other.module.path) for other in others), default=-1)
    return shared > most or (shared == most and shared == app.module.path.count("/"))


def _shared(one: str, other: str) -> int:
    """How many folders two paths have in common."""
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
