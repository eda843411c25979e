"""Intents, read from what the layers say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from celerykit.errors import Problem
from celerykit.intents import Intents
from celerykit.profile.layers import Said
from celerykit.settings.conversions import flag
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
    problems += _tls_alone(values, said)
    return Intents(**values, queues=tuple(queues), replicated_queues=_replicated(queues, values)), problems


def _replicated(queues: Mapping[str, Said], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The queues that outlive a server: as each says itself, else as the intent says for all."""
    usual = bool(values.get("replicated"))
    return tuple(
        name
        for name, queue in queues.items()
        if (queue.value.get("replicated", usual) if isinstance(queue.value, Mapping) else usual) is True
    )


def _tls_alone(values: dict[str, Any], said: Mapping[str, Said]) -> list[Problem]:
    """Files for TLS mean nothing without it, and neither does half of a certificate."""
    problems = []
    files = [name for name in ("tls_ca", "tls_certificate", "tls_key") if name in values]
    if files and "tls" in said and values.get("tls") is False:
        cure = "say tls = true, or leave the files out"
        problems += [Problem(name, "tls = false uses no file", str(said[name].source), cure) for name in files]
    if "tls_key" in values and "tls_certificate" not in values:
        cure = "name the certificate that the key belongs to as tls_certificate"
        problems.append(Problem("tls_key", "is given without tls_certificate", str(said["tls_key"].source), cure))
    if files:
        values.setdefault("tls", True)
    return problems


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
        raise ValueError(f"{value!r} is not a text")
    return value


_READERS: Mapping[str, Callable[[object], object]] = {
    "delivery": _one_of("at-least-once", "at-most-once"),
    "longest_task": _length,
    "longest_delay": _length,
    "priorities": _names,
    "default_priority": _text,
    "recover_within": _length,
    "publish": _one_of("patient", "fail-fast"),
    "stop_within": _length,
    "replicated": flag,
    "tls": flag,
    "tls_ca": _text,
    "tls_certificate": _text,
    "tls_key": _text,
    "results": _one_of("poll", "caller", "none"),
    "keep_results": _length,
}
