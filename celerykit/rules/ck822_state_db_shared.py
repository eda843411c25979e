from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.nodes import replicas, together
from celerykit.rules.pools import option
from celerykit.rules.words import unless


class StateDbShared(Rule):
    """Several workers keep their state in one file.

    *Why*: a worker writes the ids of revoked tasks to `worker_state_db` when it ends, and reads them when it starts
    (celery/worker/state.py, Persistent).
    The file is for one process: with two, the second does not start, or one loses what the other wrote.
    Of workers that may run in containers or machines of their own it is only noted: a volume makes one file of theirs.

    *Instead*: a file for each: `%n` stands for the name of the worker.
    """

    code = "CK822"
    name = "state-db-shared"
    severity = "warning"
    message = "{count} workers of one machine keep their state in {path}: they lock each other out of it{unless}"
    fix = "{line}"
    symptoms = ("_gdbm.error: Resource temporarily unavailable", "revoked tasks run after a restart")
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.worker_state_db = "/var/run/celery/worker.state"
# file: supervisord.conf
[program:fast]
command=celery -A celery_app worker -n fast@%%h -Q fast

[program:slow]
command=celery -A celery_app worker -n slow@%%h -Q slow
"""
    good = bad.replace("worker.state", "%n.state")

    def check(self, project: Project) -> Iterator[Finding]:
        for workers in together(project):
            by_file: dict[str, list[tuple[Process, Value]]] = {}
            for worker in workers:
                value = option(project, worker, "statedb", "worker_state_db")
                if _is_fixed(value) and (worker.where == "supervisor" or value.value.startswith("/")):
                    by_file.setdefault(value.value, []).append((worker, value))
            for path, users in by_file.items():
                count = sum(replicas(worker) for worker, _ in users)
                if count > 1:
                    yield self._told(project, path, users, count)

    def _told(self, project: Project, path: str, users: list[tuple[Process, Value]], count: int) -> Finding:
        value = users[0][1]
        folder, slash, _ = path.rpartition("/")
        apart = any(worker.where != "supervisor" for worker, _ in users)
        return self.finding(
            value if value.place else users[0][0].place,
            subject=project.config.subject,
            said="one file for all",
            related=[piece for worker, _ in users for piece in label(worker.place, "keeps its state there")],
            severity="info" if apart else None,
            message=_APART if apart else None,
            count=count,
            path=path,
            line=f'name it by the worker: "{folder}{slash}%n.state"',
            unless=unless(value),
        )


_APART = (
    "{count} workers keep their state in {path}: where that is one file, on a volume, they lock each other out{unless}"
)


def _is_fixed(value: Value) -> bool:
    return value.known and isinstance(value.value, str) and bool(value.value) and "%" not in value.value
