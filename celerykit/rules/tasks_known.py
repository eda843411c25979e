"""Which tasks there are, and which there may be besides those that were seen."""

from __future__ import annotations

from celerykit.project import Project
from celerykit.values.suggestions import closest

__all__ = ["BUILT_IN", "is_same_elsewhere", "is_sent_here", "likely", "may_exist", "names"]

# celery/app/builtins.py
BUILT_IN = frozenset({
    "celery.accumulate", "celery.backend_cleanup", "celery.chain", "celery.chord", "celery.chord_unlock",
    "celery.chunks", "celery.group", "celery.map", "celery.starmap",
})  # fmt: skip


def names(project: Project) -> frozenset[str]:
    """The names of the tasks that are known: the program's own, and Celery's."""
    return BUILT_IN | {task.name for task in project.tasks if task.name}


def is_sent_here(project: Project, name: str | None) -> bool:
    """Whether a task of that name, None where nobody knows it, is sent by this app.

    Where a program has several apps, with tasks, what is not known may be another's.
    """
    return name is not None or not (project.app and (project.tasks or project.elsewhere))


def may_exist(project: Project, name: str) -> bool:
    """Whether there is a task of that name, or may be one that was not seen.

    A name may be that of a task of an installed package, or of another program that shares the broker, unless its
    first part is a package of this program, or it is so like a task of this program that that one is meant.
    """
    known = names(project)
    if name in known or name in project.elsewhere or not project.tasks_complete:
        return True
    if project.tasks_guessed and any(is_same_elsewhere(name, own) for own in known):
        return True
    return name.partition(".")[0] not in project.own and not _ending(project, name) and not _close(name, known)


def is_same_elsewhere(name: str, own: str) -> bool:
    """Whether two names may be one task's, whose module is imported from one folder or from another."""
    short, long = sorted((name, own), key=len)
    return "." in short and long.endswith(f".{short}")


def likely(project: Project, name: str) -> str | None:
    """The task that somebody meant who wrote a name that no task has; None where none is alike.

    `tasks.add` for `proj.tasks.add`, `backend.proj.tasks.add` for the same: the usual mistakes.
    """
    ends = _ending(project, name)
    return ends[0] if len(ends) == 1 else closest(name, (task.name for task in project.tasks if task.name))


def _ending(project: Project, name: str) -> list[str]:
    """The tasks whose names end in this one, or that this one ends in."""
    own = sorted({task.name for task in project.tasks if task.name})
    return [each for each in own if each.endswith(f".{name}") or ("." in each and name.endswith(f".{each}"))]


def _close(name: str, known: frozenset[str]) -> bool:
    """Whether a name is a slip of the pen away from a known one; names of different programs are alike, too."""
    import difflib

    return bool(difflib.get_close_matches(name, known, n=1, cutoff=0.92))
