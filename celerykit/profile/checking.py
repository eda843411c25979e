"""Names and values of settings: are they Celery's, in this version, and of the right type?"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from celerykit.catalogue import SETTINGS, exists_in
from celerykit.errors import Problem
from celerykit.profile.layers import UNSET, Cell, Said, said
from celerykit.settings import checked as typed
from celerykit.values.suggestions import did_you_mean

__all__ = ["checked", "named_right", "plain"]


def named_right(settings: Mapping[str, Cell], celery: tuple[int, ...]) -> list[Problem]:
    """What is wrong with the names of settings in one layer: unknown, or not in this Celery."""
    problems = []
    for name, cell in settings.items():
        source = next((str(value.source) for _, value in said(cell)), "")
        setting = SETTINGS.get(name)
        if setting is None:
            cure = did_you_mean(name, SETTINGS, "celerykit's page of settings lists them all")
            problems.append(Problem(name, "is no setting of Celery's", source, cure))
        elif not exists_in(setting, celery) and not _removed(cell):
            version = ".".join(map(str, celery))
            if setting.since and celery < tuple(map(int, setting.since.split("."))):
                fact = f"needs Celery {setting.since}, and {version} is installed"
                problems.append(Problem(name, fact, source, f'pip install "celery>={setting.since}", or leave it out'))
            else:
                fact = f"was last read by Celery {setting.until}, and {version} is installed"
                problems.append(Problem(name, fact, source, "leave it out"))
    return problems


def _removed(cell: Cell) -> bool:
    return isinstance(cell, Said) and cell.value == UNSET


def plain(cell: Cell) -> Any:
    """A setting as one value, its own copy."""
    if isinstance(cell, Said):
        return copy.deepcopy(cell.value)
    return {key: copy.deepcopy(value.value) for key, value in cell.items()}


def checked(settings: Mapping[str, Cell]) -> tuple[dict[str, Any], list[Problem]]:
    """The settings as Celery wants them, and what is wrong with their values. All names must be known."""
    values, problems = typed({name: plain(cell) for name, cell in settings.items()})
    return values, [replace(problem, source=_source(problem, settings[problem.setting])) for problem in problems]


def _source(problem: Problem, cell: Cell) -> str:
    """Who said what is wrong: of a dictionary, the key that the fact names, else the strongest of them."""
    if isinstance(cell, Said):
        return str(cell.source)
    named = [value for key, value in cell.items() if key in problem.fact]
    strongest = max(named or cell.values(), key=lambda value: value.level, default=None)
    return str(strongest.source) if strongest else ""
