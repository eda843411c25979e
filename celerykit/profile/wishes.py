"""Intents, read from what the layers say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from celerykit.errors import Problem
from celerykit.intents import Intents
from celerykit.profile.layers import Said
from celerykit.values.durations import seconds
from celerykit.values.suggestions import did_you_mean

__all__ = ["read_intents"]


def read_intents(said: Mapping[str, Said], queues: Mapping[str, Said]) -> tuple[Intents, list[Problem]]:
    """The intents that the layers come to, and what is wrong with them."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, wish in said.items():
        try:
            values[name] = _READERS[name](wish.value)
        except ValueError as error:
            problems.append(Problem(name, str(error), str(wish.source)))
    usual = values.get("default_priority")
    if usual is not None and usual not in values.get("priorities", ()):
        names = values.get("priorities", ())
        cure = did_you_mean(usual, names, f"the priorities are {', '.join(names)}" if names else "name priorities too")
        problems.append(
            Problem("default_priority", f"{usual!r} is no priority", str(said["default_priority"].source), cure)
        )
        values.pop("default_priority")
    return Intents(**values, queues=tuple(queues)), problems


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        meant = did_you_mean(str(value), choices, f"say one of {', '.join(choices)}")
        raise ValueError(f"{value!r} is not known: {meant}")

    return read


def _length(value: object) -> float | int:
    length = seconds(value)
    if length == 0:
        raise ValueError("0 seconds is no time at all: leave it out where nothing is wanted")
    return length


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) and name for name in value):
        raise ValueError('must be a list of names, least urgent first: ["low", "normal", "high"]')
    if len(set(value)) != len(value):
        raise ValueError("names a priority twice")
    if not value:
        raise ValueError('is empty: leave it out, or name priorities: ["low", "normal", "high"]')
    return tuple(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a name")
    return value


_READERS: Mapping[str, Callable[[object], object]] = {
    "delivery": _one_of("at-least-once", "at-most-once"),
    "longest_task": _length,
    "longest_delay": _length,
    "priorities": _names,
    "default_priority": _text,
    "recover_within": _length,
    "results": _one_of("poll", "caller", "none"),
    "keep_results": _length,
}
