"""Words that several rules say alike."""

from __future__ import annotations

from celerykit.project import Project, Value

__all__ = ["assignment", "named", "number", "unless"]


def unless(*values: Value) -> str:
    """ " unless BROKER is set": what must be added where a value is only the default of an environment variable."""
    variables = sorted({value.variable for value in values if value.variable})
    if not variables:
        return ""
    return f", unless {' or '.join(variables)} {'are' if len(variables) > 1 else 'is'} set"


def named(project: Project, setting: str) -> str:
    """The name under which this program would set a setting, in the style in which it sets the others."""
    entry = project.config.entry(setting)
    if entry and entry.way in {"module", "mapping"}:
        return entry.name
    if project.config.namespace:
        return f"{project.config.namespace.rstrip('_')}_{setting}".upper()
    return setting


def assignment(project: Project, setting: str, written: str) -> str:
    """A line to paste: `CELERY_TASK_ACKS_LATE = True`. `written` is Python."""
    return f"{named(project, setting)} = {written}"


def number(value: float) -> str:
    """7200.0 → "7200"; 0.5 → "0.5"."""
    return str(int(value)) if value % 1 == 0 else str(value)
