"""Task annotations that look before they set.

Celery has no setting for `default_retry_delay`; an annotation sets it on every task, over what the task's own decorator
says. This one asks the task first. It holds the user's annotations too, as Celery heeds only the first of a list that
answers (celery/app/annotations.py, resolve_all).

Where Celery has a setting, it mixes it with what the task says. With the app's soft limit above the task's own hard one
Celery 5.7 refuses to send it (celery/app/task.py, apply_async), and an older one heeds the hard limit only after the
soft one (celery/concurrency/asynpool.py, on_timeout_set). A task that is acknowledged early, so as not to run twice, is
retried when its worker is lost (celery/worker/request.py, on_failure). There the setting gives way.
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
        said = {**defaults, **self.own.get(task.name, {})}
        return {**self._given_way(task, {**said, **self.annotate_any()}), **said}

    @staticmethod
    def _given_way(task: Any, said: Mapping[str, Any]) -> dict[str, Any]:
        """Of the app's settings, those that do not fit what the task says, or an annotation of it: taken back."""
        conf, back = task.app.conf, {}
        hard, soft = said.get("time_limit", task.time_limit), said.get("soft_time_limit", task.soft_time_limit)
        usual = conf.task_soft_time_limit
        if hard and usual and usual > hard and soft in (None, usual):
            back["soft_time_limit"] = hard  # neither before it, nor none: a pool would put its own in that place
        if conf.get("task_acks_late") and not said.get("acks_late", task.acks_late):
            back["retry_on_worker_lost"] = False
        return back

    def annotate_any(self) -> dict[str, Any]:
        """What Celery sets on every task, after all else."""
        return dict(self.own.get("*", {}))


def sets_itself(task: type, attribute: str) -> bool:
    """Whether the task, or a base class of it that is not Celery's, says what the attribute is."""
    owner = next(base for base in task.__mro__ if attribute in vars(base))
    return not owner.__module__.startswith("celery.")
