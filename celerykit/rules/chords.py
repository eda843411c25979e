"""The chords of a program, and the tasks whose results they wait for."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Label
from celerykit.project import Canvas, Project, Task
from celerykit.rules.base import label

__all__ = ["chords", "header", "said_of_others"]


def chords(project: Project) -> tuple[Canvas, ...]:
    """The chords; none where tasks run, or may run, in the process that calls them, which asks no backend."""
    eager = project.config["task_always_eager"]
    if not eager.decided or eager.value:
        return ()
    return tuple(canvas for canvas in project.canvases if canvas.kind == "chord")


def header(project: Project, chord: Canvas) -> Iterator[Task]:
    """The tasks of a chord's header that the program declares, each once."""
    named = {name for name in chord.tasks if name}
    return (task for task in project.tasks if task.name in named)


def said_of_others(found: list[Canvas], text: str) -> list[Label]:
    """Labels for all chords but the first."""
    return [piece for chord in found[1:] for piece in label(chord.place, text)]
