"""Which part of a picture a finding is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding, Thing
from celerykit.graph.drawing import Drawing
from celerykit.graph.schedule import BEAT
from celerykit.graph.traffic import BROKER, ROUTING
from celerykit.graph.workers import RESULTS, UNSEEN
from celerykit.project import Project
from celerykit.values.places import Place

__all__ = ["attach", "draw_places"]

# The part that a setting is about, by the start of its name, the longest that fits. "worker": all of them.
_ABOUT = {
    "accept_content": BROKER,
    "beat_": BEAT,
    "broker_": BROKER,
    "control_": "worker",
    "enable_utc": BEAT,
    "event_": "worker",
    "imports": "worker",
    "include": "worker",
    "result_accept_content": RESULTS,
    "task_": "worker",
    "task_compression": BROKER,
    "task_create_missing": BROKER,
    "task_default_": BROKER,
    "task_default_rate_limit": "worker",
    "task_ignore_result": RESULTS,
    "task_inherit_parent_priority": BROKER,
    "task_publish_": BROKER,
    "task_queue": BROKER,
    "task_routes": ROUTING,
    "task_serializer": BROKER,
    "task_store_": RESULTS,
    "task_track_started": RESULTS,
    "timezone": BEAT,
    "worker_": "worker",
}
# What is left when no line tells, by the family of the rule.
_OF_FAMILY = {"CK2": BROKER, "CK3": RESULTS, "CK4": "worker", "CK6": BEAT, "CK8": "worker"}
_OF_THING = {"beat": BEAT, "broker": BROKER, "results": RESULTS}
_GENERAL = frozenset({"general", "security"})


def draw_places(project: Project, drawing: Drawing) -> None:
    """What else lines of the program stand for, after the parts that stand there already: what they set, above all."""
    configuring = [project.app_place, *(entry.place for entry in project.config.entries)]
    drawing.configured |= {place.path for place in configuring if place}
    for entry in project.config.entries:
        for name in _about(entry.setting, drawing) if entry.setting else ():
            drawing.stands_for(name, [entry.place])
            drawing.stands_for_value(name, entry.value)
    for client in project.clients:
        if client.task:
            drawing.stands_for(f"task {client.task}", [client.place, client.used])
    for image in project.deployment.images:
        for name in _of_all_workers(drawing):
            drawing.stands_for(name, [image.place])
    for read in project.reads:
        drawing.stands_for(RESULTS, [read.place])


def _about(setting: str, drawing: Drawing) -> Iterator[str]:
    fitting = [start for start in _ABOUT if setting.startswith(start)]
    known = SETTINGS.get(setting)
    # Of the rest, each family is a result backend's own: database_…, redis_…, mongodb_….
    other = RESULTS if known and known.prefix not in _GENERAL else ""
    part = _ABOUT[max(fitting, key=len)] if fitting else other
    if part == ROUTING and part not in drawing.nodes:
        part = BROKER
    yield from _named(part, drawing)


def _named(part: str, drawing: Drawing) -> list[str]:
    """The part of that id, if it is drawn; of "worker", all."""
    if part == "worker":
        return _of_all_workers(drawing)
    return [part] if part in drawing.nodes else []


def _of_all_workers(drawing: Drawing) -> list[str]:
    """The workers that were seen; where none was, the one that stands for them."""
    workers = [node.id for node in drawing.nodes.values() if node.kind == "worker"]
    return [name for name in workers if name != UNSEEN] or workers


def attach(
    findings: Iterable[Finding], drawing: Drawing, *, subjects: Collection[str]
) -> tuple[dict[str, tuple[Finding, ...]], tuple[Finding, ...]]:
    """The findings by the id of the part that they are about, and those that are about none.

    subjects: how findings without a line call the app; those on another are not about it.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    beside = []
    for finding in findings:
        parts = _parts(finding, drawing, subjects)
        if not parts:
            beside.append(finding)
        for name in parts:
            found[name] = (*found.get(name, ()), finding)
    return found, tuple(beside)


def _parts(finding: Finding, drawing: Drawing, subjects: Collection[str]) -> list[str]:
    if finding.things:
        return _of_things(finding.things, drawing)
    at = _at(finding.place, drawing) if finding.place else []
    known = finding.place.path in drawing.configured if finding.place else finding.subject in subjects
    return at or (_named(_OF_FAMILY.get(finding.code[:3], ""), drawing) if known else [])


def _at(place: Place, drawing: Drawing) -> list[str]:
    """What stands at that place; else on that line; else the one thing that the file declares."""
    exact = drawing.spots.get(Place(place.path, place.line, place.column))
    if exact:
        return _most_exact(exact, drawing)
    on_line = drawing.lines.get((place.path, place.line))
    if on_line:
        return _most_exact(on_line, drawing)
    declared = list(drawing.files.get(place.path, ()))
    return declared if len(declared) == 1 or _are_workers(declared, drawing) else []


def _most_exact(names: Iterable[str], drawing: Drawing) -> list[str]:
    """Of several parts at one place, the first; workers that one line is about, all."""
    found = [name for name in names if name in drawing.nodes]
    return found if _are_workers(found, drawing) else found[:1]


def _are_workers(names: list[str], drawing: Drawing) -> bool:
    return bool(names) and all(drawing.nodes[name].kind == "worker" for name in names)


def _of_things(things: Iterable[Thing], drawing: Drawing) -> list[str]:
    found = (_of_thing(thing, drawing) for thing in things)
    return list(dict.fromkeys(name for name in found if name))


def _of_thing(thing: Thing, drawing: Drawing) -> str:
    """The part that a thing is; of the broker and the results, where they are the ones that are drawn."""
    name = drawing.called.get((thing.kind, thing.name)) or _OF_THING.get(thing.kind) or f"{thing.kind} {thing.name}"
    node = drawing.nodes.get(name)
    if node is None:
        return ""
    is_another = thing.kind in {"broker", "results"} and "://" in node.note and thing.name not in node.note
    return "" if is_another else name
