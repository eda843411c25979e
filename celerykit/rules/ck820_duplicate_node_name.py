from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Label
from celerykit.project import Process, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.nodes import fixed_name, machine, name_on_its_host, replicas, together
from celerykit.rules.release import older_than
from celerykit.rules.urls import broker


class DuplicateNodeName(Rule):
    """Several workers call themselves by one name.

    *Why*: a worker is spoken to by its name, through a queue of that name.
    On RabbitMQ that queue is exclusive since Celery 5.7, and the second worker ends: `RESOURCE_LOCKED`.
    Elsewhere both read it: what is asked of one is answered by the other, and monitoring shows one of them.
    `-n worker` is a host without a name: it stands for `celery@worker`, on every machine.

    *Instead*: `-n worker@%h`; for several on one machine, a name for each.
    """

    code = "CK820"
    name = "duplicate-node-name"
    severity = "warning"
    message = "{count} workers call themselves {node}: {consequence}"
    fix = "{line}"
    symptoms = (
        "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue",
        "DuplicateNodenameWarning: Received multiple replies from node",
        "celery inspect shows one worker of two",
    )
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="amqp://localhost")
# file: compose.yml
services:
  worker:
    image: proj
    command: celery -A celery_app worker -n compression
    deploy: {replicas: 2}
"""
    good = bad.replace("-n compression", "-n compression@%h")

    def check(self, project: Project) -> Iterator[Finding]:
        for workers in together(project):
            first: dict[tuple[str | None, str], Process] = {}
            for worker in workers:
                node, where = name_on_its_host(worker), machine(worker)
                if node is None or (fixed_name(worker) is None and where is None):
                    continue
                # A name that is the same everywhere is one for all of the file; another, for those of one machine.
                key = (None if fixed_name(worker) else where, node)
                if key in first:
                    yield self._told(project, worker, node, 2, label(first[key].place, "the same name"))
                elif replicas(worker) > 1 and (fixed_name(worker) or worker.where == "supervisor"):
                    yield self._told(project, worker, node, replicas(worker), label(worker.replicas, "so many of it"))
                first.setdefault(key, worker)

    def _told(self, project: Project, worker: Process, node: str, count: int, related: tuple[Label, ...]) -> Finding:
        dies = _dies(project)
        said = worker.options.get("hostname")
        known = "@" in node and not node.startswith("celery@")
        name = node.partition("@")[0] if known else node.partition("@")[2].replace("%h", "worker")
        supervised = worker.where == "supervisor"
        named = worker.host if worker.host.known and not (said and "%h" not in str(said.value)) else said
        cure = f"-n {name}%(process_num)s@%%h, a name for each" if supervised else f"-n {name}@%h"
        if named is worker.host:
            cure = f"take out hostname: {worker.host.value}, so that each has one of its own"
        return self.finding(
            named if named and named.place else worker.place,
            subject=worker.name or project.app,
            said="a name that is not its own",
            related=related,
            severity="error" if dies else None,
            count=count,
            node=node,
            consequence=_DIES if dies else _MIXED,
            line=f"take out hostname: {worker.host.value}, so that each has one of its own"
            if named is worker.host
            else cure,
        )


_DIES = "the second ends as it starts, with RESOURCE_LOCKED, and so does one that replaces another too early"
_MIXED = "one answers for the other, and monitoring shows one of them"


def _dies(project: Project) -> bool:
    found, exclusive = broker(project), project.config["control_queue_exclusive"]
    remote = project.config["worker_enable_remote_control"]
    amqp = found is not None and found.name == "amqp"
    return amqp and not older_than(project, "5.7") and bool(exclusive.value) and bool(remote.value)
