"""What was seen running, in a picture: workers that answer, the queues that they read, and how much waits there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Edge, Fact, Node
from celerykit.graph.traffic import draw_queue
from celerykit.graph.workers import RESULTS, UNSEEN

if TYPE_CHECKING:
    from celerykit.live.queue_depths import Depth
    from celerykit.live.running import Running
    from celerykit.live.workers import Worker

__all__ = ["draw_running"]

_HOST = "%h"


def draw_running(running: Running, drawing: Drawing) -> None:
    """Put what answers into the place of what the files say, and say of the rest that it was not seen running."""
    if running.workers is not None:
        _draw_workers(running.workers, drawing)
    if running.depths is not None:
        _draw_depths(running.depths, drawing, told=running.workers is None)


def _draw_workers(workers: Collection[Worker], drawing: Drawing) -> None:
    planned = [node for node in drawing.nodes.values() if node.kind == "worker" and node.id != UNSEEN]
    reads = {node.id: {edge.start for edge in drawing.edges.values() if edge.end == node.id} for node in planned}
    seen: set[str] = set()
    for worker in workers:
        queues = {draw_queue(name, None, drawing) for name in sorted(worker.queue_names)}
        same = [one for one in planned if _may_be(one.title, worker.name) and reads[one.id] == queues]
        name = same[0].id if len(same) == 1 else drawing.add(Node(f"worker {worker.name}", "worker", worker.name))
        seen.add(name)
        _show(worker, name, drawing)
        for queue in queues:
            drawing.lead(queue, name)
    _keep(seen, drawing)
    _mark_unread(drawing, answered=bool(workers))


def _may_be(title: str, name: str) -> bool:
    """Whether a worker that a file starts may be the one of that full name: its host is %h, its usual name celery."""
    wanted = title if "@" in title else f"celery@{_HOST}"
    return re.fullmatch(re.escape(wanted).replace(re.escape(_HOST), ".+"), name) is not None


def _show(worker: Worker, name: str, drawing: Drawing) -> None:
    """A worker as it answers."""
    drawing.call("worker", worker.name, name)
    pool = (worker.stats or {}).get("pool") or {}
    slots = pool.get("max-concurrency")
    facts = [Fact("answers as", worker.name)]
    facts += [Fact("tasks at a time", str(slots))] if slots else []
    facts += [Fact("tasks it knows", str(len(worker.registered)))] if worker.registered is not None else []
    drawing.nodes[name] = replace(
        drawing.nodes[name], note=f"runs{f', {slots} at a time' if slots else ''}", known=True
    )
    drawing.tell(name, *facts)
    if RESULTS in drawing.nodes and drawing.nodes[RESULTS].note != "none are kept":
        drawing.lead(name, RESULTS)


def _keep(seen: Collection[str], drawing: Drawing) -> None:
    """Take away what stood for workers that nobody saw; those that a file starts and that do not answer, are dashed."""
    drawing.nodes.pop(UNSEEN, None)
    drawing.edges = {pair: edge for pair, edge in drawing.edges.items() if UNSEEN not in pair}
    for node in list(drawing.nodes.values()):
        if node.kind == "worker" and node.id not in seen:
            drawing.nodes[node.id] = replace(node, note="does not answer", known=False)
            for pair, edge in drawing.edges.items():
                if node.id in pair:
                    drawing.edges[pair] = Edge(edge.start, edge.end, edge.label, known=False)


def _mark_unread(drawing: Drawing, *, answered: bool) -> None:
    read = {edge.start for edge in drawing.edges.values() if edge.known}
    filled = {edge.end for edge in drawing.edges.values()}
    for node in list(drawing.nodes.values()):
        if node.kind != "queue" or not node.known:
            continue
        if node.id in read:
            drawing.nodes[node.id] = replace(node, lost=False, note="" if node.lost else node.note)
        else:
            note = "unread" if answered else "no worker answers"
            drawing.nodes[node.id] = replace(node, note=note, lost=node.id in filled)


def _draw_depths(depths: Mapping[str, Depth], drawing: Drawing, *, told: bool) -> None:
    """How much waits. told: nobody but the broker says whether a queue is read."""
    for name, depth in sorted(depths.items()):
        queue = draw_queue(name, None, drawing)
        words = [f"{depth.ready} waiting"]
        words += [f"{depth.unacknowledged} held"] if depth.unacknowledged else []
        if depth.consumers is not None:
            drawing.tell(queue, Fact("consumers", str(depth.consumers)))
            words += ["read by nobody"] if told and not depth.consumers else []
        node = drawing.nodes[queue]
        note = ", ".join([*words, *([node.note] if node.note else [])])
        drawing.nodes[queue] = replace(node, note=note)
        drawing.tell(queue, Fact("waiting", str(depth.ready)))
        if depth.unacknowledged is not None:
            drawing.tell(queue, Fact("held by workers", str(depth.unacknowledged)))
