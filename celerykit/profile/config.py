"""What Celery will see, and who set each part of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from celerykit.errors import ConfigurationError, Problem
from celerykit.intents import Intents
from celerykit.values.places import Source
from celerykit.values.suggestions import did_you_mean

__all__ = ["CeleryConfig", "Facts", "Note"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of a configuration that is not wrong enough to refuse it.

    setting: what it is about. text: the fact, and what to do, as a sentence of its own; never a secret.
    """

    severity: Literal["info", "warning"]
    setting: str
    text: str
    source: Source | None = None

    def __str__(self) -> str:
        return f"{self.text} ({self.source})" if self.source else self.text


@dataclass(frozen=True, slots=True)
class Facts:
    """What a compiled profile is, beside its settings.

    broker, backend: names of those in force, "" for no backend. intents: each as it was said, and where. wanted: the
    same, read. priorities: the number of each name on this broker.
    needs: what the servers must be. notes: what load says.
    """

    profile: str
    path: str
    summary: str = ""
    broker: str = ""
    backend: str = ""
    embedded: bool = False
    intents: Mapping[str, tuple[object, Source]] | None = None
    wanted: Intents = field(default_factory=Intents)
    priorities: Mapping[str, int | None] | None = None
    needs: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class CeleryConfig(Mapping[str, Any]):
    """The settings that are set, and nothing else, as plain values that Celery takes as they are.

    Celery writes into some of them (`add_periodic_task` into beat_schedule); the record that `show` and `source` answer
    from is kept apart, so a configuration tells the truth about itself however it is used. Each load is fresh.
    """

    def __init__(self, values: Mapping[str, Any], sources: Mapping[tuple[str, ...], Source], facts: Facts) -> None:
        self._values = dict(values)
        self._record = copy.deepcopy(self._values)
        self._sources = dict(sources)
        self.facts = facts

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        facts = self.facts
        return f"<CeleryConfig {facts.profile}: {facts.broker} → {facts.backend or 'no results'}, {len(self)} settings>"

    @property
    def profile(self) -> str:
        """The name of the profile."""
        return self.facts.profile

    @property
    def broker(self) -> str:
        """The name of the broker in force: "redis", "amqp", "sqlalchemy"."""
        return self.facts.broker

    @property
    def backend(self) -> str:
        """The name of the result backend in force, "" where results go nowhere."""
        return self.facts.backend

    @property
    def notes(self) -> tuple[Note, ...]:
        """What load had to say."""
        return self.facts.notes

    @property
    def needs(self) -> tuple[str, ...]:
        """What the servers must be for the profile to hold."""
        return self.facts.needs

    def source(self, name: str, key: str | None = None) -> Source:
        """Who set a setting, or one key of a dictionary of options.

        A setting that nobody set is Celery's default. Raises KeyError for a name that is no setting of Celery's.
        """
        if key is not None and (name, key) in self._sources:
            return self._sources[name, key]
        if (name,) in self._sources:
            return self._sources[(name,)]
        from celerykit.catalogue import SETTINGS

        if name not in SETTINGS:
            raise KeyError(name)
        return Source("default")

    def record(self) -> dict[str, Any]:
        """The settings as they were compiled, whatever Celery has done to them since; a copy."""
        return copy.deepcopy(self._record)

    def priority(self, name: str) -> int | None:
        """The number of a named priority on the broker in force: `apply_async(priority=config.priority("high"))`.

        None where the broker has no priorities and the profile is embedded. Raises ConfigurationError for a name that
        the profile does not give.
        """
        priorities = self.facts.priorities or {}
        if name in priorities:
            return priorities[name]
        cure = did_you_mean(name, priorities, f"the priorities are {', '.join(priorities) or 'none'}")
        raise ConfigurationError([Problem("priorities", f"{name!r} is no priority", self.facts.path, cure)])
