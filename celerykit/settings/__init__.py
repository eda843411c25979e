"""The typed settings: what a value may be, and what it becomes for Celery.

pydantic is imported only when a value has to be converted: most values are right as they stand, which the catalogue's
`holds` answers at a fraction of the cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from celerykit.catalogue import SETTINGS
from celerykit.catalogue.canonical import holds
from celerykit.errors import Problem

if TYPE_CHECKING:
    from celerykit.settings.base import Part

__all__ = ["checked", "family_of", "model_for"]


def family_of(name: str) -> str | None:
    """The family of a setting, by its present name; None where there is no such setting."""
    setting = SETTINGS.get(name)
    return setting.prefix if setting else None


def model_for(family: str) -> type[Part]:
    """The model of a family ("broker", "task", …). Raises KeyError where there is no such family."""
    if all(setting.prefix != family for setting in SETTINGS.values()):
        raise KeyError(family)
    from importlib import import_module

    module = import_module(f"celerykit.settings.families.{family}")
    model: type[Part] = getattr(module, f"{family.capitalize()}Settings")
    return model


def checked(values: Mapping[str, object]) -> tuple[dict[str, Any], list[Problem]]:
    """The values as Celery takes them, in the order given, and what is wrong with the others.

    The problems name setting and fact; whoever knows where the value came from adds the source. Names that are not in
    the catalogue are the caller's to refuse: they raise KeyError here.
    """
    odd: dict[str, dict[str, object]] = {}
    for name, value in values.items():
        if not holds(SETTINGS[name], value):
            odd.setdefault(SETTINGS[name].prefix, {})[name] = value
    converted: dict[str, Any] = {}
    problems: list[Problem] = []
    for family, part in odd.items():
        found, wrong = model_for(family).checked(part)
        converted |= found
        problems += wrong
    failed = {problem.setting for problem in problems}
    return {name: converted.get(name, value) for name, value in values.items() if name not in failed}, problems
