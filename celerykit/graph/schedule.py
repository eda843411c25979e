"""The schedule in a picture: what beat sends, and when."""

from __future__ import annotations

from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Fact, Node
from celerykit.graph.program import draw_stranger, task_id
from celerykit.project import Process, Project, Value
from celerykit.rules.scheduling import (
    Scheduled,
    crontab_fields,
    entries,
    has_schedule,
    is_beat,
    is_beat_s_own_scheduler,
    seconds,
)
from celerykit.values.durations import in_words

__all__ = ["BEAT", "draw_schedule", "scheduled_id"]

BEAT = "schedule"
# In the order in which everybody writes them.
_CRON = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


def scheduled_id(number: int) -> str:
    """The id of an entry, by its number in the schedule."""
    return f"entry {number}"


def draw_schedule(project: Project, drawing: Drawing) -> None:
    """The entries of the schedule, with the ways to their tasks."""
    processes = (*project.deployment.of("beat"), *project.deployment.workers)
    beats = [process for process in processes if is_beat(process)]
    schedule = project.config["beat_schedule"]
    # Of a configuration alone nobody knows what the program puts there; nothing is drawn of what nobody saw.
    more = bool(project.tasks) and not project.periodic_complete
    seen = project.config.written("beat_schedule") or project.periodic or more
    if not beats and not (seen and has_schedule(project)):
        return
    drawing.add(Node(BEAT, "schedule", "schedule", note=_note(project, beats), facts=tuple(map(_run_by, beats))))
    drawing.stands_for(BEAT, [beat.place for beat in beats if beat.kind == "beat"])
    for number, entry in enumerate(entries(project)):
        _draw_entry(number, entry, drawing)
    whole = not schedule.unknown or (schedule.keys and not schedule.open)
    own = is_beat_s_own_scheduler(project)
    if not (whole and project.periodic_complete and own):
        why = "more may be added while it runs" if own else "the scheduler may keep more of its own"
        drawing.add(Node("entry ?", "entry", "…", BEAT, facts=(Fact("not known", why),), known=False))


def _note(project: Project, beats: list[Process]) -> str:
    if beats:
        return "beat runs it" if len(beats) == 1 else f"{len(beats)} commands run beat"
    seen = project.deployment.processes and project.deployment.complete
    return "no beat runs it" if seen else "beat not seen"


def _run_by(beat: Process) -> Fact:
    return Fact("run by", f"{beat.name or beat.kind} ({beat.where})", beat.place)


def _draw_entry(number: int, entry: Scheduled, drawing: Drawing) -> None:
    name = entry.task.value if entry.task and entry.task.known and isinstance(entry.task.value, str) else None
    title = entry.name or (name or "not known").rpartition(".")[2]
    when = _when(entry.schedule)
    facts = (
        Fact("schedule", when, entry.schedule.place if entry.schedule else None),
        Fact("task", name or "not known"),
    )
    start = drawing.add(
        Node(scheduled_id(number), "entry", title, BEAT, when, entry.place, facts, known=name is not None)
    )
    drawing.stands_for_value(start, entry.written)
    drawing.stands_for(start, [value.place for value in entry.options.values()])
    if name:
        drawing.lead(start, task_id(name) if task_id(name) in drawing.nodes else draw_stranger(name, drawing))


def _when(schedule: Value | None) -> str:
    """ "every 30 s", "0 3 * * *": what a reader wants to see beside an entry."""
    length, fields = seconds(schedule), crontab_fields(schedule)
    if length is not None and length > 0:
        return f"every {in_words(length)}"
    if fields:
        return " ".join(str(fields[name].value) if fields[name].decided else "?" for name in _CRON)
    return schedule.text if schedule and schedule.text else "when, is not known"
