"""Who takes tasks out of the queues, and where results are kept, in a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Fact, Node
from celerykit.graph.program import in_words
from celerykit.graph.traffic import NOT_KNOWN, draw_queue
from celerykit.project import Process, Project
from celerykit.rules.consumers import consumed, reads
from celerykit.rules.nodes import name_on_its_host, replicas
from celerykit.rules.queues import in_use
from celerykit.rules.stores import STORES, backend, keeps_results, kind_of, left_to_environment, url_of
from celerykit.values.secrets import hide_in_text

__all__ = ["RESULTS", "UNSEEN", "draw_results", "draw_workers"]

RESULTS = "results"
UNSEEN = "worker ?"
"""The id of the worker that stands for those that nobody has seen."""
_TOLD = (
    "queues", "exclude_queues", "pool", "concurrency", "autoscale", "hostname", "time_limit", "soft_time_limit",
    "prefetch_multiplier", "max_tasks_per_child", "max_memory_per_child", "beat", "loglevel",
)  # fmt: skip


def draw_workers(project: Project, drawing: Drawing) -> None:
    """The workers that some file starts, each with the queues that it reads."""
    declared = {queue.name: queue for queue in in_use(project).declared if queue.name}
    unsure = []
    for number, worker in enumerate(_apart(project.deployment.workers)):
        name = drawing.add(_worker(number, worker))
        drawing.stands_for(name, [worker.place, *(value.place for value in worker.options.values())])
        drawing.stands_for(name, [value.place for value in worker.environment.values()])
        if worker.place:
            drawing.declares(worker.place.path, name)
        found = reads(project, worker)
        for queue in sorted(found or ()):
            drawing.lead(draw_queue(queue, declared.get(queue), drawing), name, known=not worker.doubtful)
        if found is None:
            drawing.nodes[name] = replace(drawing.nodes[name], note="what it reads, is not known", known=False)
            drawing.tell(name, Fact("reads", "not known"))
            unsure.append(name)
    _mark_unread(project, drawing, unsure)


def _apart(workers: Iterable[Process]) -> list[Process]:
    """The workers, each place once."""
    return list({(worker.place, worker.name): worker for worker in workers}.values())


def _worker(number: int, worker: Process) -> Node:
    size = [in_words("pool", worker.options["pool"])] if "pool" in worker.options else []
    if "concurrency" in worker.options:
        size.append(f"{in_words('concurrency', worker.options['concurrency'])} at a time")
    if replicas(worker) > 1:
        size.append(f"{replicas(worker)} replicas")
    where = f"{worker.place.path}:{worker.place.line}" if worker.place else worker.where
    facts = [Fact("started by", worker.where, worker.place), *([Fact("app", worker.app)] if worker.app else [])]
    facts += [Fact(name, in_words(name, worker.options[name])) for name in _TOLD if name in worker.options]
    if worker.doubtful:
        facts.append(Fact("not known", "which of the program's apps it runs"))
    named = "hostname" in worker.options or "CELERY_WORKER_HOSTNAME" in worker.environment
    title = (name_on_its_host(worker) if named else None) or worker.name or "worker"
    note = ", ".join(size) or where
    return Node(f"worker {number}", "worker", title, "", note, worker.place, tuple(facts), known=not worker.doubtful)


def _mark_unread(project: Project, drawing: Drawing, unsure: list[str]) -> None:
    """What no worker is seen to read is lost where all workers are known, and perhaps read by somebody where not."""
    certain = consumed(project) is not None
    read = {edge.start for edge in drawing.edges.values() if edge.end.startswith("worker ")}
    filled = {edge.end for edge in drawing.edges.values()}
    left = [node for node in drawing.nodes.values() if node.kind == "queue" and node.id not in read]
    for queue in left:
        if certain and queue.id != NOT_KNOWN:
            lost = queue.id in filled
            drawing.nodes[queue.id] = replace(queue, note="no worker reads it", lost=lost)
    if left and (not certain or any(queue.id == NOT_KNOWN for queue in left)):
        ends = unsure or [_unseen(project, drawing)]
        for queue in left:
            if not certain or queue.id == NOT_KNOWN:
                for end in ends:
                    drawing.lead(queue.id, end, known=False)


def _unseen(project: Project, drawing: Drawing) -> str:
    some = bool(project.deployment.workers)
    title = "other workers" if some else "workers"
    why = "another may be started in a way that cannot be followed" if some else "no file was found that starts one"
    return drawing.add(Node(UNSEEN, "worker", title, note="not seen", facts=(Fact("not known", why),), known=False))


def draw_results(project: Project, drawing: Drawing) -> None:
    """Where the workers leave results."""
    value = backend(project)
    kind, url = kind_of(value), hide_in_text(url_of(value))
    store = STORES.get(kind)
    left = left_to_environment(project)
    facts = [Fact("result_backend", url or value.text or "not set", value.place)]
    expires = project.config["result_expires"]
    if expires.known:
        facts.append(Fact("result_expires", in_words("result_expires", expires), expires.place))
    if kind == "disabled":
        note = "unless the environment names one" if left else "none are kept"
        drawing.add(Node(RESULTS, "results", "results", note=note, facts=tuple(facts), known=not left))
    else:
        title = store.title if store else "results"
        known = bool(kind)
        note = url or value.text or ("" if known else "where, is not known")
        drawing.add(Node(RESULTS, "results", title, note=note, facts=tuple(facts), known=known))
    if kind == "disabled" and not left:
        return
    for node in list(drawing.nodes.values()):
        if node.kind == "worker":
            drawing.lead(node.id, RESULTS, known=node.known and bool(kind) and keeps_results(project))
