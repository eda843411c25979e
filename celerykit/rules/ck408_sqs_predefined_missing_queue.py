from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.consumers import consumed
from celerykit.rules.destinations import destinations
from celerykit.rules.options import key, transport_option
from celerykit.rules.queues import declared, default_name, text
from celerykit.rules.words import unless


class SqsPredefinedMissingQueue(Rule):
    """A queue is used that is not among the queues that are predefined on SQS.

    *Why*: with `predefined_queues` kombu makes no queue, and knows only those.
    To send to any other, or to start a worker that reads one, raises `UndefinedQueueException`.
    The keys are compared with the name that the queue has on SQS: `queue_name_prefix` in front, dots as hyphens,
    other punctuation as underscores.

    *Instead*: name each queue there, the default queue among them, or send nothing to it: `task_default_queue`.
    """

    code = "CK408"
    name = "sqs-predefined-missing-queue"
    severity = "error"
    brokers = ("sqs",)
    message = "{use} {queue!r}, but predefined_queues has no {key!r}: UndefinedQueueException is raised{unless}"
    fix = '"predefined_queues": {{"{key}": {{"url": "https://sqs.…/{key}"}}, …}}'
    symptoms = ("UndefinedQueueException: Queue with name 'celery' must be defined in 'predefined_queues'.",)
    bad = """\
broker_url = "sqs://"
broker_transport_options = {"predefined_queues": {"mail": {"url": "https://sqs.eu-west-1.amazonaws.com/1/mail"}}}
"""
    good = """\
broker_url = "sqs://"
task_default_queue = "mail"
broker_transport_options = {"predefined_queues": {"mail": {"url": "https://sqs.eu-west-1.amazonaws.com/1/mail"}}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        queues, prefix = transport_option(project, "predefined_queues", {}), _prefix(project)
        yield from self._refused(project, queues)
        names = _names(queues)
        if not names or prefix is None:
            return
        from celerykit.brokers.sqs import on_sqs  # start-up: other brokers' configs need none of it

        told: set[str] = set()
        for queue, value, use in _used(project):
            key = on_sqs(prefix + queue)
            if key in names or queue in told:
                continue
            told.add(queue)
            at = value if value.place else queues
            yield self.finding(
                at,
                subject=project.config.subject,
                said="not predefined" if at is value else "all queues that there are",
                related=label(queues, "all queues that there are") if at is value else (),
                use=use,
                queue=queue,
                key=key,
                unless=unless(value),
            )

    def _refused(self, project: Project, queues: Value) -> Iterator[Finding]:
        """What kombu refuses as soon as it connects (Channel._validate_predifined_queues)."""
        if queues.known and isinstance(queues.value, str) and queues.value:
            yield self._told(project, queues, "is one text, not a mapping", "AttributeError", "json.loads(…)")
        for name, queue in queues.keys.items():
            url = key(queue, "url")
            if not isinstance(name, str) or url is None or not url.known or not isinstance(url.value, str):
                continue
            ordered = url.value.endswith(_FIFO)
            if ordered != name.endswith(_FIFO):
                what = f"calls a {'FIFO' if ordered else 'standard'} queue {name!r}"
                right = name + _FIFO if ordered else name.removesuffix(_FIFO)
                yield self._told(project, url, what, "InvalidQueueException", f'call it "{right}" there')

    def _told(self, project: Project, at: Value, what: str, error: str, cure: str) -> Finding:
        return self.finding(
            at,
            subject=project.config.subject,
            said="not what kombu takes",
            message="predefined_queues {what}: {error} is raised with the first connection{unless}",
            fix="{cure}",
            what=what,
            error=error,
            cure=cure,
            unless=unless(at),
        )


_FIFO = ".fifo"


def _used(project: Project) -> Iterator[tuple[str, Value, str]]:
    """The queues that are used for certain, each with the value that names it, and the words for it."""
    for one in destinations(project):
        yield one.queue, one.value, f"{one.who} is sent to queue"
    for each in declared(project).declared:
        if each.name is not None and not each.broadcast:
            yield each.name, each.value, "task_queues declares queue"
    name = default_name(project)
    if name is not None and _default_is_used(project, name):
        yield name, project.config["task_default_queue"], "what names no queue goes to"


def _default_is_used(project: Project, name: str) -> bool:
    """Whether a worker reads the default queue, or nothing speaks for other queues that tasks may all go to."""
    read = consumed(project)
    if read is not None:
        return name in read
    others = ("task_queues", "task_routes")
    return not any(project.config.written(setting) for setting in others) and not list(destinations(project))


def _names(queues: Value) -> frozenset[str]:
    """The names that are predefined; nothing where they are not known whole."""
    if queues.open or (queues.known and not isinstance(queues.value, Mapping)):
        return frozenset()
    whole = queues.keys or (queues.value if queues.known else {})
    return frozenset(name for name in whole if isinstance(name, str))


def _prefix(project: Project) -> str | None:
    """What stands before the name of each queue; None where it cannot be known."""
    return text(transport_option(project, "queue_name_prefix", ""))
