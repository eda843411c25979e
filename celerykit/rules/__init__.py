"""The rules: one small file each, named for its code and its problem."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from celerykit.rules.index import RULES
from celerykit.rules.presence import has_to_do_with, what_there_is

if TYPE_CHECKING:
    from celerykit.project import Project
    from celerykit.rules.base import Rule

__all__ = ["RULES", "by_code", "by_name", "load", "load_for"]


def load(codes: Iterable[str] | None = None) -> list[Rule]:
    """The rules of these codes, else all of them, in the order of `RULES`. Only those that are asked for are imported.

    Codes that no rule has are passed over.
    """
    wanted = None if codes is None else {code.upper() for code in codes}
    return [_rule(module) for module in RULES if wanted is None or _code(module) in wanted]


def load_for(project: Project, codes: Iterable[str]) -> list[Rule]:
    """Of the rules of these codes, those that may find anything in the project. No other is imported."""
    wanted, there = {code.upper() for code in codes}, what_there_is(project)
    return [_rule(module) for module in RULES if _code(module) in wanted and has_to_do_with(module, there)]


def by_code(code: str) -> Rule | None:
    """The rule with that code ("CK401"), or None."""
    return next(iter(load([code])), None)


def by_name(name: str) -> Rule | None:
    """The rule with that name ("visibility-timeout-too-short"), or None."""
    tail = name.lower().replace("-", "_")
    return next((_rule(module) for module in RULES if module.partition("_")[2] == tail), None)


def _code(module: str) -> str:
    return module.partition("_")[0].upper()


@cache
def _rule(module: str) -> Rule:
    found = import_module(f"{__name__}.{module}")
    rule: type[Rule] = getattr(found, module.partition("_")[2].title().replace("_", ""))
    return rule()
