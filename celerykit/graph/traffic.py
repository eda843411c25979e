"""What is between tasks and workers, in a picture: routes, exchanges and queues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Fact, Node
from celerykit.graph.program import in_words, task_id
from celerykit.graph.schedule import scheduled_id
from celerykit.graph.sending import Sent, by_route, sent
from celerykit.project import Project, State, Value
from celerykit.rules.bindings import matches
from celerykit.rules.dead_routes import is_dead
from celerykit.rules.options import key
from celerykit.rules.queues import Declared, Exchange, in_use
from celerykit.rules.routes import Routes, routes
from celerykit.rules.scheduling import entries
from celerykit.rules.urls import BROKERS, broker, urls
from celerykit.values.secrets import hide_in_text

__all__ = ["BROKER", "NOT_KNOWN", "ROUTING", "draw_queue", "draw_traffic", "queue_id"]

BROKER = "broker"
ROUTING = "routing"
NOT_KNOWN = "queue ?"
"""The id of the queue that stands for those whose name nobody can know."""
_UNLESS = "celery, unless set"
_WORDS = {"call": "as called: {}", "task": "as declared: {}"}


def queue_id(name: str) -> str:
    """The id of the part that is a queue."""
    return f"queue {name}"


def draw_traffic(project: Project, drawing: Drawing) -> None:
    """The broker with its exchanges and queues, and the ways of all tasks into them, by routes where there are any."""
    _draw_broker(project, drawing)
    table, found = _declared(project), routes(project)
    ways = list(_ways(project, drawing, found))
    # Where not all settings were seen, there may be routes; nothing is drawn of what nobody wrote.
    seen = bool(found.routers) and (project.config.complete or project.config.written("task_routes"))
    routed = seen or any(way.by in _WORDS for _, way in ways)
    if routed:
        drawing.add(Node(ROUTING, "routing", "routes", note="" if found.complete else "not all of them are known"))
        _draw_routes(project, found, table, drawing)
    unseen = "" if project.config.complete or project.config.written("task_default_queue") else _UNLESS
    for start, way in ways:
        through = _route(way, drawing) if routed else start
        if routed:
            drawing.lead(start, through, known=way.certain)
        if way.known:
            _into_queues(through, way, table, drawing, known=routed or way.certain)
        else:
            drawing.lead(through, _unknown_queue(drawing, unseen), known=False)
    for queue in table.values():
        draw_queue(queue.name or "", queue, drawing)


def _draw_broker(project: Project, drawing: Drawing) -> None:
    value, kind = project.config["broker_url"], broker(project)
    found = urls(value)
    title = kind.title if kind else (found[0].partition("://")[0] if found else "broker")
    note = hide_in_text(found[0]) if found else hide_in_text(value.text)
    if value.state is State.DEFAULT:
        note = "Celery's own default: amqp://guest@localhost//"
    elif value.unknown and not note:
        note = "its URL is not known"
    facts = [Fact("broker_url", note, value.place)]
    for name in BROKERS[1:]:
        entry = project.config.entry(name)
        if entry:
            facts.append(Fact(name, in_words(name, entry.value), entry.value.place))
    drawing.add(Node(BROKER, "broker", title, note=note, facts=tuple(facts), known=bool(found or kind)))


def _declared(project: Project) -> dict[str, Declared]:
    return {queue.name: queue for queue in in_use(project).declared if queue.name}


def _ways(project: Project, drawing: Drawing, found: Routes) -> Iterator[tuple[str, Sent]]:
    """Where each task goes: of those that are sent, as they are; of the others, as they would."""
    own = {task.name: task for task in project.tasks if task.name}
    called: set[str] = set()
    for call in project.calls:
        if call.task and task_id(call.task) in drawing.nodes:
            called.add(call.task)
            yield task_id(call.task), sent(project, found, call.task, own.get(call.task), call.options)
    for number, entry in enumerate(entries(project)):
        name = entry.task.value if entry.task and entry.task.known else None
        if isinstance(name, str) and scheduled_id(number) in drawing.nodes:
            called.add(name)
            yield task_id(name), sent(project, found, name, own.get(name), entry.options)
    for node in list(drawing.nodes.values()):
        name = node.id.removeprefix("task ")
        if node.kind == "task" and name not in called and node.id != "task ?":
            yield node.id, sent(project, found, name, own.get(name), {})


def _draw_routes(project: Project, found: Routes, table: dict[str, Declared], drawing: Drawing) -> None:
    """All routes in the order in which they are tried. Those that no task can have are there, and lead nowhere."""
    for route in found.all:
        way = by_route(project, route)
        name = _route(way, drawing)
        if way.known and not is_dead(project, route):
            _into_queues(name, way, table, drawing, known=True)
        drawing.stands_for(name, [route.value.place])
        drawing.stands_for_value(name, route.target)


def _route(way: Sent, drawing: Drawing) -> str:
    """The part that stands for what says where something goes."""
    place = way.said.place if way.said else None
    facts: tuple[Fact, ...]
    if way.route:
        sign = {"name": "", "glob": "", "regex": " (regex)"}[way.route.kind]
        where = _target(way.route.target)
        facts = (Fact("route", way.route.written, way.route.value.place), Fact("to", where, place))
        name = f"route {way.route.kind} {way.route.written}"
        return drawing.add(Node(name, "route", f"{way.route.written}{sign}", ROUTING, place=place, facts=facts))
    if way.by == "unknown":
        facts = (Fact("not known", "which route takes it, can only be known by running the program"),)
        return drawing.add(Node("route ?", "route", "not known", ROUTING, facts=facts, known=False))
    if way.by == "default":
        facts = (Fact("route", "none: what no route takes goes to the default queue"),)
        return drawing.add(Node("route default", "route", "no route", ROUTING, facts=facts))
    title = _WORDS[way.by].format(way.queue or "…")
    facts = (Fact("queue", _target(way.said) if way.said else "", place),)
    name = drawing.add(Node(f"route {title}", "route", title, ROUTING, facts=facts, known=way.queue is not None))
    drawing.stands_for(name, [place])
    return name


def _target(value: Value) -> str:
    if isinstance(value.value, str):
        return value.value
    parts = {name: key(value, name) for name in ("queue", "exchange", "routing_key", "priority")}
    said = [f"{name} {_shown(part)}" for name, part in parts.items() if part is not None]
    return ", ".join(said) or value.text or "not known"


def _shown(value: Value) -> str:
    return str(value.value) if value.decided and value.value is not None else value.text or "not known"


def _into_queues(start: str, way: Sent, table: dict[str, Declared], drawing: Drawing, *, known: bool) -> None:
    """The way into a queue: straight where the exchange is a direct one, else through the exchange."""
    if way.exchange and way.key:
        _through(start, Exchange(way.exchange, None), way.key, table, drawing, known=known)
        return
    queue = table.get(way.queue or "")
    exchange = queue.exchange if queue else None
    if exchange and exchange.name and exchange.type not in {None, "direct"}:
        _through(start, exchange, way.key or (queue.key if queue else None), table, drawing, known=known)
    else:
        drawing.lead(start, draw_queue(way.queue or "", queue, drawing), known=known)


def _through(
    start: str, exchange: Exchange, sent_with: str | None, table: dict[str, Declared], drawing: Drawing, *, known: bool
) -> None:
    """The way by an exchange into the queues that are bound to it."""
    bound = [queue for queue in table.values() if queue.exchange and queue.exchange.name == exchange.name]
    kind = exchange.type or next((queue.exchange.type for queue in bound if queue.exchange), None)
    note = f"{kind} exchange" if kind else "its type is not known"
    middle = drawing.add(Node(f"exchange {exchange.name}", "exchange", exchange.name or "", BROKER, note))
    drawing.lead(start, middle, sent_with or "", known=known and sent_with is not None)
    if drawing.nodes[start].kind == "route" and sent_with:
        drawing.nodes[start] = replace(drawing.nodes[start], note=sent_with)
    for queue in bound:
        gets = kind == "fanout" or queue.key == sent_with or (kind == "topic" and matches(sent_with, queue.key))
        if gets and queue.name:
            end = draw_queue(queue.name, queue, drawing)
            drawing.lead(middle, end, "" if kind == "fanout" else queue.key or "")
            if kind != "fanout" and queue.key and not drawing.nodes[end].note:
                drawing.nodes[end] = replace(drawing.nodes[end], note=f"bound by {queue.key}")


def draw_queue(name: str, queue: Declared | None, drawing: Drawing) -> str:
    """A queue, as it is declared; one that is only named is made by Celery on the way."""
    if queue is None:
        facts: tuple[Fact, ...] = (Fact("declared", "nowhere: Celery makes it when something is sent there"),)
        return drawing.add(Node(queue_id(name), "queue", name, BROKER, facts=facts))
    facts = (Fact("queue", name, queue.value.place if queue.value.known else None),)
    if queue.exchange and queue.exchange.name is not None:
        facts += (Fact("exchange", f"{queue.exchange.name} ({queue.exchange.type or 'its type is not known'})"),)
    if queue.key:
        facts += (Fact("routing key", queue.key),)
    if queue.broadcast:
        facts += (Fact("broadcast", "each worker has a copy of its own"),)
    place = queue.value.place if queue.value.known else None
    added = drawing.add(Node(queue_id(name), "queue", name, BROKER, "to all" * queue.broadcast, place, facts))
    drawing.stands_for_value(added, queue.value if queue.value.known else None)
    return added


def _unknown_queue(drawing: Drawing, note: str) -> str:
    facts = (Fact("not known", "its name, or what decides on it, can only be known by running the program"),)
    return drawing.add(Node(NOT_KNOWN, "queue", "not known", BROKER, note, facts=facts, known=False))
