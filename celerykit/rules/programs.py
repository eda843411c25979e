"""How much of a program is seen."""

from __future__ import annotations

from celerykit.project import Project, State, Value

__all__ = ["configured", "is_seen"]


def is_seen(project: Project) -> bool:
    """Whether anything of the program itself is seen, beside the files that start its processes."""
    return bool(project.own or project.app or project.config.entries or project.variables is not None)


def configured(project: Project, setting: str) -> Value:
    """What the configuration says; where only the files that start its processes are seen, Celery's default."""
    value = project.config[setting]
    if value.unknown and not is_seen(project):
        return Value(State.DEFAULT, project.config.defaults.get(setting))
    return value
