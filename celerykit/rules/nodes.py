"""How workers call themselves, and which of them run on one machine."""

from __future__ import annotations

from celerykit.project import Process, Project

__all__ = ["fixed_name", "machine", "name_on_its_host", "replicas", "together"]

_HOST = "%h"


def fixed_name(worker: Process) -> str | None:
    """The name of a worker where it is the same on every machine; None where it is not, or not known.

    `-n w` is a host without a name (celery/utils/nodenames.py, default_nodename): celery@w.
    """
    name = name_on_its_host(worker)
    return name if name and "%" not in name else None


def name_on_its_host(worker: Process) -> str | None:
    """The name of a worker, the host as `%h` unless a file gives it a name; None where it is not known."""
    said = worker.options.get("hostname") or worker.environment.get("CELERY_WORKER_HOSTNAME")
    if worker.host.unknown or worker.host.variable:
        return None
    host = str(worker.host.value) if worker.host.known else _HOST
    if said is None:
        return f"celery@{host}" if worker.complete else None
    if not said.known or said.variable or not isinstance(said.value, str):
        return None
    name = said.value if "@" in said.value else f"celery@{said.value}"
    return name.replace(_HOST, host) if not any(mark in name for mark in ("%i", "%I", "%p")) else None


def replicas(worker: Process) -> int:
    """How many of it are known to run, at least."""
    count = worker.replicas.value
    return count if worker.replicas.known and isinstance(count, int) and count > 1 else 1


def together(project: Project) -> list[list[Process]]:
    """The workers of each file, in the order of the files; each place once."""
    workers = {worker.place: worker for worker in project.deployment.workers if worker.place}
    files: dict[str, list[Process]] = {}
    for place, worker in workers.items():
        files.setdefault(place.path, []).append(worker)
    return list(files.values())


def machine(worker: Process) -> str | None:
    """What the workers of one file have in common that are sure to share a machine: one supervisor, one container."""
    if worker.where == "supervisor":
        return worker.where
    return f"{worker.where} {worker.name}" if worker.container and worker.name else None
