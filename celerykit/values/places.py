"""Where something stands, and who set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Place", "Source", "SourceKind"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span on one line of a file.

    path: relative to the folder of the run, with forward slashes. line, column: from 1.
    end_column: one past the last character of the span on that line; 0 where the span is not known.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


SourceKind = Literal["default", "intent", "profile", "platform", "argument", "env-file", "environment", "program"]


@dataclass(frozen=True, slots=True)
class Source:
    """Who set a value.

    name: a file and line, an environment variable, an argument, an intent; without secrets.
    """

    kind: SourceKind
    name: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        """In words: "profiles/a.toml:7", "CELERY_BROKER_URL (environment)", "Celery's default"."""
        match self.kind:
            case "default":
                return "Celery's default"
            case "environment" | "env-file" | "platform":
                return f"{self.name} ({'.env' if self.kind == 'env-file' else self.kind})"
            case "intent":
                return f"intent {self.name}"
            case _:
                return self.name or str(self.place)
