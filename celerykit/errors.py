"""Every error that celerykit raises.

CelerykitError
├── UsageError                celerykit was called wrongly, or could not run (exit code 2)
│   ├── TargetNotFound        the thing to read is not there, or cannot be read at all
│   └── ToolSettingsError     `[tool.celerykit]` is wrong
├── ConfigurationError        a profile, its environment or its arguments are wrong: carries every problem
│   └── ProfileNotFound       no profile of that name is in reach
└── TasksNotConfirmed         the broker did not confirm some tasks of a batch: carries their ids
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = [
    "CelerykitError",
    "ConfigurationError",
    "Problem",
    "ProfileNotFound",
    "TargetNotFound",
    "TasksNotConfirmed",
    "ToolSettingsError",
    "UsageError",
]

_SHOWN = 5  # task ids in a message


class CelerykitError(Exception):
    """The base of all errors raised by celerykit."""


class UsageError(CelerykitError):
    """celerykit was called wrongly, or could not run."""


class TargetNotFound(UsageError):
    """What was named is not there, or is not something that can be read."""


class ToolSettingsError(UsageError):
    """`[tool.celerykit]` in pyproject.toml is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a configuration.

    setting: the setting, intent or key at fault, as its author wrote it.
    fact: what is wrong, with values; never a secret.
    source: who set it: "profiles/a.toml:3", "CELERYKIT_TIMEZONE (environment)", "load_profile(timezone=…)".
    cure: what to do about it.
    """

    setting: str
    fact: str
    source: str = ""
    cure: str = ""

    def __str__(self) -> str:
        head = "" if self.fact.startswith(self.setting) else f"{self.setting}: "
        source = f"\n    from: {self.source}" if self.source else ""
        cure = f"\n    fix: {self.cure}" if self.cure else ""
        return f"{head}{self.fact}{source}{cure}"


class ConfigurationError(CelerykitError):
    """A configuration cannot be loaded.

    `problems` holds all that is wrong with it, so that nobody has to mend one and meet the next.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = "\n".join(f"- {problem}" for problem in self.problems)
        return f"{len(self.problems)} problems:\n{lines}"


class ProfileNotFound(ConfigurationError):
    """No profile of that name is in reach."""


class TasksNotConfirmed(CelerykitError):
    """The broker did not confirm some tasks of a batch: they may be lost, or run.

    reasons: why, by the id of each. They are all that is not certain: the other tasks of the batch have arrived.
    """

    reasons: Mapping[str, str]

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__(self.reasons)

    @property
    def task_ids(self) -> tuple[str, ...]:
        """The ids of the tasks to publish again. Those that arrived all the same then run twice."""
        return tuple(self.reasons)

    def __str__(self) -> str:
        from collections import Counter

        counted = Counter(self.reasons.values())
        why = ", ".join(f"{count} {reason}" for reason, count in counted.items())
        shown = ", ".join(self.task_ids[:_SHOWN])
        more = f" and {len(self.reasons) - _SHOWN} more" if len(self.reasons) > _SHOWN else ""
        return (
            f"not confirmed by the broker: {len(self.reasons)} tasks of the batch ({why})\n"
            f"    task ids: {shown}{more}\n"
            "    fix: publish them again; those that arrived all the same run twice"
        )
