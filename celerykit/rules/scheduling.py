"""What stands on the schedule: the entries of `beat_schedule`, and what calls put beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from celerykit.project import Opaque, Periodic, Process, Project, State, Value
from celerykit.rules.crontabs import expanded
from celerykit.rules.programs import configured
from celerykit.values.places import Place

__all__ = [
    "Scheduled",
    "at_fixed_hours",
    "crontab_fields",
    "entries",
    "has_schedule",
    "is_beat",
    "is_beat_s_own_scheduler",
    "seconds",
    "who",
]

CRONTAB = "celery.schedules.crontab"
# celery/schedules.py, crontab.__init__, in its order.
_FIELDS = ("minute", "hour", "day_of_week", "day_of_month", "month_of_year")
_OWN = frozenset({"celery.beat:PersistentScheduler", "celery.beat:Scheduler"})
# As many hours, and it does not matter in which zone they are counted: */3.
_MANY_HOURS = 5
_EVERY = Value(State.DEFAULT, "*")


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One entry of the schedule.

    name: its own, "" where it has none that is known. task: its task's name; None where none is given. written: the
    entry as it stands in `beat_schedule`, None for one that a call adds. complete: False where more may be in it than
    is seen. place: where it stands.
    """

    name: str
    task: Value | None
    schedule: Value | None
    place: Place | None
    written: Value | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    options: Mapping[str, Value] = field(default_factory=dict)
    options_complete: bool = True
    complete: bool = True


def entries(project: Project) -> Iterator[Scheduled]:
    """All entries that can be read, as far as they can be."""
    schedule = project.config["beat_schedule"]
    for name, value in schedule.keys.items():
        if value.keys or (value.known and isinstance(value.value, dict)) or value.type is dict:
            yield _of_mapping(name, value)
    for added in project.periodic:
        yield _of_call(added)


def _of_mapping(name: object, value: Value) -> Scheduled:
    found = {key: part for key, part in value.keys.items() if isinstance(key, str)}
    options = found.get("options")
    whole = options is None or options.known or (options.type is dict and not options.open)
    return Scheduled(
        name if isinstance(name, str) else "",
        found.get("task"),
        found.get("schedule"),
        value.place,
        value,
        found,
        {key: part for key, part in options.keys.items() if isinstance(key, str)} if options else {},
        options_complete=whole,
        complete=not value.open,
    )


def _of_call(added: Periodic) -> Scheduled:
    name = added.name.value if added.name.known and isinstance(added.name.value, str) else ""
    task = Value(State.KNOWN, added.task, added.place) if added.task else Value(State.UNKNOWN, place=added.place)
    return Scheduled(name, task, added.schedule, added.place, options=added.options)


def who(entry: Scheduled) -> str:
    """How a message calls an entry."""
    task = entry.task.value if entry.task and entry.task.known else ""
    return f"'{entry.name}'" if entry.name else f"for {task}" if task else "without a name"


def crontab_fields(schedule: Value | None) -> dict[str, Value] | None:
    """The five fields of a crontab, by name, those left out as the default "*"; None for any other schedule."""
    if schedule is None or not isinstance(schedule.value, Opaque) or schedule.value.type != CRONTAB:
        return None
    given = dict(zip(_FIELDS, schedule.items, strict=False))
    given |= {str(name): value for name, value in schedule.keys.items()}
    return {name: given.get(name, _EVERY) for name in _FIELDS}


def seconds(schedule: Value | None) -> float | None:
    """The seconds between two runs; None where it is no fixed interval that is known."""
    if schedule is None or not schedule.known:
        return None
    value = schedule.value
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Opaque) and value.type == "celery.schedules.schedule":
        given = schedule.items[0] if schedule.items else schedule.keys.get("run_every")
        return seconds(given)
    return None


def is_beat_s_own_scheduler(project: Project) -> bool:
    """Whether beat runs the schedule itself: not django-celery-beat, RedBeat, or another, as far as is known."""
    scheduler = configured(project, "beat_scheduler")
    if not scheduler.decided or (scheduler.value and _dotted(scheduler.value) not in _OWN):
        return False
    for process in (*project.deployment.of("beat"), *project.deployment.workers):
        chosen = process.options.get("scheduler")
        if chosen and not (chosen.known and _dotted(chosen.value) in _OWN):
            return False
    installed = project.django["INSTALLED_APPS"] if project.django else None
    return installed is None or not any("celery_beat" in str(item.value) for item in installed.items)


def _dotted(name: object) -> str:
    """A class as `module:name`, by whatever way it is written."""
    text = str(name)
    head, _, last = text.replace(":", ".").rpartition(".")
    return f"{head}:{last}"


def has_schedule(project: Project) -> bool:
    """Whether there is, or may be, something on the schedule."""
    schedule = project.config["beat_schedule"]
    return bool(project.periodic) or not project.periodic_complete or schedule.unknown or bool(schedule.value)


def at_fixed_hours(project: Project) -> Iterator[Scheduled]:
    """The entries whose crontab names hours of the day, so that a time zone matters."""
    for entry in entries(project):
        fields = crontab_fields(entry.schedule)
        hour = fields["hour"] if fields else None
        if hour and hour.known and len(_numbers("hour", hour.value)) in range(1, _MANY_HOURS):
            yield entry


def _numbers(field: str, value: object) -> frozenset[int]:
    try:
        return expanded(field, value)
    except ValueError:
        return frozenset()


def is_beat(process: Process) -> bool:
    """Whether a process is a beat: by itself, or a worker with `-B`."""
    embedded = process.options.get("beat")
    return process.kind == "beat" or (process.kind == "worker" and bool(embedded and embedded.value))
