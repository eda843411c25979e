"""Task annotations that look before they set.

Celery has no setting for `default_retry_delay`; an annotation sets it on every task, over what the task's own decorator
says. This one asks the task first. It holds the user's annotations too, as Celery heeds only the first of a list that
answers (celery/app/annotations.py, resolve_all).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Annotations", "sets_itself"]


class Annotations(Mapping[str, Any]):
    """The user's annotations by task name, and what tasks get that do not set it themselves.

    own: as for the setting `task_annotations`, "*" included. unless_set: attributes and their values.
    """

    def __init__(self, own: Mapping[str, Any], unless_set: Mapping[str, Any]) -> None:
        self.own = dict(own)
        self.unless_set = dict(unless_set)

    def __getitem__(self, name: str) -> Any:
        return self.own[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.own)

    def __len__(self) -> int:
        return len(self.own)

    def __repr__(self) -> str:
        return f"Annotations({self.own!r}, unless_set={self.unless_set!r})"

    def annotate(self, task: Any) -> dict[str, Any]:
        """What Celery sets on the task (its class): the defaults it has not set itself, then its own annotation."""
        defaults = {name: value for name, value in self.unless_set.items() if not sets_itself(task, name)}
        return {**defaults, **self.own.get(task.name, {})}

    def annotate_any(self) -> dict[str, Any]:
        """What Celery sets on every task, after all else."""
        return dict(self.own.get("*", {}))


def sets_itself(task: type, attribute: str) -> bool:
    """Whether the task, or a base class of it that is not Celery's, says what the attribute is."""
    owner = next(base for base in task.__mro__ if attribute in vars(base))
    return not owner.__module__.startswith("celery.")
