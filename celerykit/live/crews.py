"""Which of the workers that answer are this program's, and which are another's on the same broker."""

from __future__ import annotations

from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.expected_tasks import is_among, program_names
from celerykit.live.settings import broker_side
from celerykit.live.silence import silent_listeners
from celerykit.live.system import System
from celerykit.live.workers import Worker, answering
from celerykit.project import Project
from celerykit.rules.default_queue import sends_itself, sent_there, unrouted
from celerykit.rules.destinations import own
from celerykit.rules.queues import default_name
from celerykit.rules.routes import routes

__all__ = ["Crew", "crew", "own_queues", "unheard"]


@dataclass(frozen=True, slots=True)
class Crew:
    """own: the program's workers. strangers: those that have tasks, and none of the program's."""

    own: tuple[Worker, ...]
    strangers: tuple[Worker, ...]


def crew(system: System) -> Crew:
    """All workers that answer, apart. Raises NotChecked where none does.

    Where no task of the program is known, those are its own that read one of its queues.
    """
    workers = system.once(answering)
    strange = [worker for worker in workers if _is_strange(system.project, worker)]
    return Crew(tuple(worker for worker in workers if worker not in strange), tuple(strange))


def own_queues(project: Project) -> frozenset[str]:
    """The queues that tasks of the program go to."""
    found, default = routes(project), default_name(project)
    named = {each.queue for each in own(project)}
    lands = not project.tasks or any(sent_there(project, found)) or unrouted(project, found) or sends_itself(project)
    return frozenset(named | ({default} if default and lands else set()))


def unheard(system: System) -> int:
    """How many workers are known to be there on Redis and do not answer: frozen, or busy in the solo pool.

    Of RabbitMQ's, the consumers of a queue tell more.
    """
    try:
        silence = system.once(silent_listeners) if system.once(broker_side).speaks == "redis" else None
    except NotChecked:
        return 0
    return silence.silent if silence else 0


def _is_strange(project: Project, worker: Worker) -> bool:
    names, registered = program_names(project), worker.registered
    if not names:
        return not worker.queue_names & own_queues(project)
    if not registered or any(name.partition(".")[0] in project.own for name in registered):
        return False
    return not any(is_among(project, name, registered) for name in names)
