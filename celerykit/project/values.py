"""What is known of one value of a program."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celerykit.values.places import Place, Source

__all__ = ["Opaque", "State", "Value"]

_CELERY = Source("default")


class State(enum.Enum):
    """What is known of a value."""

    KNOWN = "known"
    DEFAULT = "default"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and where it stands.

    value: the Python value where `state` is known or default. A value that is known to be there, but has no plain
    form (a crontab, a Queue, a class), is an `Opaque`.
    place: the span of the value itself. text: the expression as written, secrets hidden.
    type: of an unknown value, where that much is certain: an environment variable is a str.
    variable: the environment variable that may replace it; the value is then the default written beside it.
    derived: it is made of what the variable holds, and more: `f"redis://{os.environ['HOST']}/0"`.
    literal: written out in the program, not computed, not read from anywhere.
    keys: of a mapping, each key's own value; items: of a list or tuple, each item's. A mapping of which one value is
    unknown is unknown as a whole, and has `keys` all the same; of an object (a crontab, a Queue), its arguments.
    open: more keys or items may be in it than these (`{**unknown}`).
    """

    state: State
    value: Any = None
    place: Place | None = None
    source: Source = _CELERY
    text: str = ""
    type: type | None = None
    variable: str = ""
    derived: bool = False
    literal: bool = False
    keys: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()
    open: bool = False

    @property
    def known(self) -> bool:
        """Whether somebody wrote it, and it can be known without running."""
        return self.state is State.KNOWN

    @property
    def unknown(self) -> bool:
        """Whether somebody wrote it, but only running tells what it is."""
        return self.state is State.UNKNOWN

    @property
    def decided(self) -> bool:
        """Known, or Celery's default: something can be said about it."""
        return self.state is not State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is there but has no plain form.

    type: its class, by name: "celery.schedules.crontab", "kombu.Queue", "re.Pattern". text: as written or as shown.
    """

    type: str
    text: str = ""
