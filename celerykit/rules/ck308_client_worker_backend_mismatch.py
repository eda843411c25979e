from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from celerykit.findings import Finding
from celerykit.project import Project, ResultRead, State, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.whereabouts import apart, same_host
from celerykit.rules.words import unless
from celerykit.values.secrets import shown

# Stores of bytes: what is read there is taken for what the reader's own serializer writes.
_BYTES = frozenset({"cache", "file", "redis", "rediss", "s3", "sentinel"})


class ClientWorkerBackendMismatch(Rule):
    """A client looks for results where the worker does not put them.

    *Why*: nothing tells a client that a result is kept elsewhere.
    An id that a backend does not know is PENDING: so is every task, for ever, though the worker has run it.
    With two serializers the client finds a result that it cannot read.

    *Instead*: give client and worker the same `result_backend`, `result_serializer` and `global_keyprefix`.
    Name both to compare them: `celerykit validate web.celery:app worker.celery:app`.
    """

    code = "CK308"
    name = "client-worker-backend-mismatch"
    severity = "error"
    message = (
        "{client} reads the result of {task}, but its {setting} is {own}, and the worker's {theirs}: {seen}{unless}"
    )
    fix = "let {client} and {worker} set the same {setting}: both {theirs}, or both {own}"
    symptoms = (
        "the state of every task is PENDING, though the worker has run it",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte",
    )
    bad = """\
# file: web.py
from celery import Celery

web = Celery("web", broker="redis://localhost:6379/0", backend="redis://localhost:6379/1")


def state(task_id):
    return web.AsyncResult(task_id).state
# file: worker.py
from celery import Celery

app = Celery("worker", broker="redis://localhost:6379/0", backend="redis://localhost:6379/2")


@app.task(name="worker.add")
def add(x, y):
    return x + y
"""
    good = bad.replace("6379/2", "6379/1")

    def check(self, project: Project) -> Iterator[Finding]:
        """Nothing: it takes two."""
        return iter(())

    def compare(self, projects: Sequence[Project]) -> Iterator[Finding]:
        for client, worker in permutations(projects, 2):
            read = next((read for read in client.reads if _is_of(read, client, worker)), None)
            if read and not apart(client.config["broker_url"], worker.config["broker_url"], hosts=False):
                yield from self._compared(client, worker, read)

    def _compared(self, client: Project, worker: Project, read: ResultRead) -> Iterator[Finding]:
        """The first of the three that differs."""
        own, theirs = backend(client), backend(worker)
        pending = "for the client the state stays PENDING for ever"
        if apart(own, theirs, hosts=same_host(client, worker)):
            yield self._told(client, worker, read, "result_backend", own, theirs, pending)
            return
        prefix, their_prefix = _prefix(client), _prefix(worker)
        if prefix.decided and their_prefix.decided and prefix.value != their_prefix.value:
            name = 'result_backend_transport_options["global_keyprefix"]'
            yield self._told(client, worker, read, name, prefix, their_prefix, pending)
            return
        words = client.config["result_serializer"], worker.config["result_serializer"]
        if kind_of(own) in _BYTES and words[0].decided and words[1].decided and words[0].value != words[1].value:
            seen = "the client finds a result that it cannot read"
            yield self._told(client, worker, read, "result_serializer", *words, seen)

    def _told(
        self, client: Project, worker: Project, read: ResultRead, setting: str, own: Value, theirs: Value, seen: str
    ) -> Finding:
        return self.finding(
            own.place or read.place,
            subject=client.app or client.config.subject,
            said="the client looks here",
            related=[*label(theirs, "the worker puts it there"), *label(read.place, "read here")],
            client=client.app or client.config.subject,
            worker=worker.app or worker.config.subject,
            task=read.task or "a task of the worker",
            setting=setting,
            own=shown(own.value),
            theirs=shown(theirs.value),
            seen=seen,
            unless=unless(own, theirs),
        )


def _is_of(read: ResultRead, client: Project, worker: Project) -> bool:
    """Whether a client reads a result of a task that only the worker has."""
    if read.how == "forget":
        return False
    own, theirs = ({task.name for task in project.tasks} for project in (client, worker))
    if read.task or own or not theirs:
        return read.task in theirs - own
    return bool({call.task for call in client.calls} & theirs) or same_host(client, worker)


def _prefix(project: Project) -> Value:
    options = project.config["result_backend_transport_options"]
    found = key(options, "global_keyprefix")
    return found or Value(State.UNKNOWN if options.unknown or options.open else State.DEFAULT)
