"""What a program says of Celery's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from celerykit.project.values import State, Value
from celerykit.values.places import Place

__all__ = ["Config", "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting as its author wrote it.

    name: as written, namespace and all. setting: the catalogue's name for it, or None where there is none.
    place: the span of the name. way: how it was said: "module" (a config module or class), "keyword" (of `Celery(…)`),
    "attribute" (`app.conf.x = …`), "update" (`app.conf.update(…)`), "mapping" (a dict given to config_from_object),
    "profile", "loaded" (seen only when the configuration was loaded). in_force: False where a later or a stronger
    entry replaced it.
    as_written: what the source says, where loading told another value; None where both are one.
    used: the program itself reads that name, which is no setting: it is the program's own.
    """

    name: str
    setting: str | None
    value: Value
    place: Place | None = None
    way: Literal["module", "keyword", "attribute", "update", "mapping", "profile", "loaded"] = "module"
    in_force: bool = True
    as_written: Value | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """What Celery will see: names, values, and where each came from.

    namespace: of config_from_object(…, namespace=…), "" for none. defaults: Celery's own, from the catalogue.
    complete: False where a part could not be read (a config object made at run time): then what is missing from it is
    not known to be missing.
    subject: what the config is, for findings without a line: "celeryconfig.py", "profile redis-redis".
    loaded: its values in force were seen as Celery loads them, environment and all.
    """

    entries: tuple[Entry, ...] = ()
    namespace: str = ""
    complete: bool = True
    defaults: Mapping[str, object] = field(default_factory=dict)
    subject: str = ""
    loaded: bool = False

    def __getitem__(self, name: str) -> Value:
        """The value in force of a setting: what was written last and strongest, else Celery's default.

        Where the config could not be read whole, what was not seen is unknown.
        """
        for entry in reversed(self.entries):
            if entry.setting == name and entry.in_force:
                return entry.value
        if not self.complete:
            return Value(State.UNKNOWN)
        return Value(State.DEFAULT, self.defaults.get(name))

    def entry(self, name: str) -> Entry | None:
        """The entry in force that sets it, if any."""
        return next((e for e in reversed(self.entries) if e.setting == name and e.in_force), None)

    def written(self, name: str) -> bool:
        """Whether anybody set it."""
        return self.entry(name) is not None

    def in_force(self) -> Iterator[Entry]:
        """The entries that count, in the order in which they were written."""
        return (entry for entry in self.entries if entry.in_force)
