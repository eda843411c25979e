"""What one run is made of: written by the runner, read by the workers and the publisher that it starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["INTENT", "VARIABLE", "VISIBLE", "Setup", "Work"]

VARIABLE = "CHAOS_SETUP"  # names the file to the processes
# A task that waits for a result backend that is down must not reach its time limit.
INTENT = {"longest_task": "12s", "longest_delay": "1s"}
# Seconds after which Redis gives back what a dead worker held. The intents alone come to 73, a minute of it margin.
VISIBLE = 15


@dataclass(frozen=True, slots=True)
class Work:
    """What is published. tasks: how many. rate: a second. seconds: that each takes.

    slow_every: each so-many-th takes `slow` seconds instead; 0 for none. poison: how many more kill their process.
    """

    tasks: int = 2000
    rate: float = 125.0
    seconds: float = 0.025
    slow_every: int = 0
    slow: float = 3.0
    poison: int = 0


@dataclass(frozen=True, slots=True)
class Setup:
    """One run. profile: its name, None for Celery's defaults. settings: beside the URLs, for either.

    folder: where everything is noted down.
    """

    folder: Path
    profile: str | None
    broker_url: str
    result_backend: str
    seed: int = 1
    work: Work = field(default_factory=Work)
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def runs(self) -> Path:
        """Where tasks note that they started and finished."""
        return self.folder / "runs"

    @property
    def published(self) -> Path:
        """Where the publisher notes what was accepted and what was not."""
        return self.folder / "published"

    @property
    def workers(self) -> Path:
        """Where the supervisor notes which workers came and went."""
        return self.folder / "workers"

    def write(self) -> Path:
        """Writes it down; the path of the file."""
        path = self.folder / "setup.json"
        path.write_text(json.dumps(asdict(self) | {"folder": str(self.folder)}))
        return path

    @classmethod
    def read(cls, path: Path) -> Setup:
        """What was written."""
        data = json.loads(path.read_text())
        return cls(**data | {"folder": Path(data["folder"]), "work": Work(**data["work"])})
