"""What stands in `task_queues` where queues belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.findings import Severity
from celerykit.project import Opaque, Project, Value
from celerykit.rules.queues import declared

__all__ = ["Misshapen", "misshapen"]

_QUEUE = frozenset({"kombu.Queue", "kombu.entity.Queue"})
_NO_NAME = ": a worker ends with AttributeError, as it asks each of them for its name"
_NO_LIST = ": a worker ends with TypeError"
_BINDINGS = "give each a name of its own, or one queue several bindings: Queue(…, bindings=[binding(…), …])"


@dataclass(frozen=True, slots=True)
class Misshapen:
    """A value that is not what Celery takes for queues, and a problem that reads after the setting's name.

    names: of the queues that are meant, where no `cure` is given. other: the value that this one makes forgotten.
    """

    value: Value
    problem: str
    cure: str = ""
    names: tuple[str, ...] = ("celery",)
    severity: Severity = "error"
    other: Value | None = None


def misshapen(project: Project) -> Iterator[Misshapen]:
    """All that `task_queues` holds which Celery cannot use, or uses otherwise (celery/app/amqp.py, Queues)."""
    value = project.config["task_queues"]
    if _is_queue(value):
        yield Misshapen(value, f"is one queue, and no list{_NO_LIST}", f"put it into a list: [{_shown(value)}]")
    elif value.known and isinstance(value.value, (int, float, bytes)):
        yield Misshapen(value, f"is no list{_NO_LIST}")
    elif isinstance(value.value, str) and value.value:
        names = tuple(name.strip() for name in value.value.split(","))
        yield Misshapen(value, f"is a text{_NO_NAME}", names=names)
    elif value.keys:
        yield from _of_mapping(project, value)
    else:
        yield from _of_list(project, value)


def _of_list(project: Project, value: Value) -> Iterator[Misshapen]:
    wrong = next((item for item in value.items if _is_no_queue(item)), None)
    if wrong is not None:
        names = tuple(item.value for item in value.items if isinstance(item.value, str)) or ("celery",)
        yield Misshapen(wrong, f"holds {_kind(wrong)}{_NO_NAME}", names=names)
        return
    seen: dict[str, Value] = {}
    for queue in declared(project).declared:
        if queue.name in seen:
            problem = f"declares {queue.name} twice: the last one counts, and the first is forgotten"
            yield Misshapen(queue.value, problem, _BINDINGS, severity="warning", other=seen[queue.name])
        elif queue.name is not None:
            seen[queue.name] = queue.value


def _of_mapping(project: Project, value: Value) -> Iterator[Misshapen]:
    by_value = {id(queue.value): queue.name for queue in declared(project).declared}
    for key, part in value.keys.items():
        name = by_value.get(id(part))
        if part.known and (part.value is None or isinstance(part.value, str)):
            yield Misshapen(part, f"gives {key} {part.value!r}, where options belong{_NO_LIST}", f'"{key}": {{}}')
        elif _is_queue(part) and name not in {None, key}:
            problem = f"calls {key} a queue whose name is {name}: -Q {key} makes another queue"
            yield Misshapen(part, problem, f'"{name}": {_shown(part)}', severity="warning")


def _is_queue(value: Value) -> bool:
    return isinstance(value.value, Opaque) and value.value.type in _QUEUE


def _is_no_queue(value: Value) -> bool:
    return value.known and (value.value is None or isinstance(value.value, (str, dict)))


def _kind(value: Value) -> str:
    if value.value is None:
        return "None"
    return "names, not queues" if isinstance(value.value, str) else "mappings, not queues"


def _shown(value: Value) -> str:
    return value.value.text if isinstance(value.value, Opaque) else ""
