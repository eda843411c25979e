"""What a rule or a live check yields, and the report that holds all findings of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from celerykit.values.places import Place

__all__ = ["SEVERITIES", "Edit", "Finding", "Kind", "Label", "Report", "Severity", "Thing", "Undecided", "at_least"]

Severity = Literal["error", "warning", "info"]
Kind = Literal["beat", "broker", "machine", "queue", "results", "task", "worker"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


def at_least(severity: Severity, level: Severity) -> bool:
    """Whether `severity` is as grave as `level`, or graver."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(level)


@dataclass(frozen=True, slots=True)
class Label:
    """A place in the program, and what stands there: "acknowledged only at its end"."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A name in the program that can be replaced without a thought: the one written at a place, by another.

    place: of the name, or of the text that holds it, quotes included.
    """

    place: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A part of a running system. name: of a queue, task or node; the URL of a broker or store, secrets hidden."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not do what its author believes.

    message: the fact, with values; fix: the cure, as a line to paste where there is one. Neither holds a secret.
    place: the primary place; None where a thing is meant instead of a line, which `subject` then names
    ("profile redis-redis", "broker redis://:***@cache:6379/0").
    label: what stands at the primary place; related: the other ends.
    edits: what `--fix` does about it, all or nothing; none where somebody has to think.
    things: the parts of a running system that it is about, the chief one first; none of a rule's finding.
    symptoms: what people see of it, in their words.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    fix: str
    place: Place | None = None
    subject: str = ""
    label: str = ""
    related: tuple[Label, ...] = ()
    edits: tuple[Edit, ...] = ()
    things: tuple[Thing, ...] = ()
    symptoms: tuple[str, ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of findings in every report: by place, then by code, then by words."""
        if self.place is None:
            return (self.subject, 0, 0, self.code, self.message)
        return (self.place.path, self.place.line, self.place.column, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A setting whose value cannot be known without running the program.

    text: the expression as written, without secrets: `os.environ["BROKER"]`.
    """

    setting: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run found, and what it could not look at.

    silenced: how many findings were silenced. in_baseline: how many were left out, as they were there before; gone: how
    many of those are found no longer. unknown: settings that stayed undecided.
    not_checked: one sentence for each thing that could not be looked at. settings_read: how many settings were seen.
    live_checks_run: how many checks of the running system had their answer; None where none was asked for.
    seen: what was found running, a sentence for each part. blind: nothing told where any server is.
    """

    findings: tuple[Finding, ...] = ()
    unknown: tuple[Undecided, ...] = ()
    silenced: int = 0
    rules_run: int = 0
    settings_read: int = 0
    not_checked: tuple[str, ...] = ()
    subjects: tuple[str, ...] = field(default=())
    in_baseline: int = 0
    gone: int = 0
    live_checks_run: int | None = None
    seen: tuple[str, ...] = ()
    blind: bool = False

    def worst(self) -> Severity | None:
        """The gravest severity among the findings, or None."""
        return max((f.severity for f in self.findings), key=SEVERITIES.index, default=None)

    def fails(self, level: Severity) -> bool:
        """Whether any finding is at `level` or above."""
        return any(at_least(finding.severity, level) for finding in self.findings)
