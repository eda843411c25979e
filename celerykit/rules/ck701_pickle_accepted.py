from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Label
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.content import is_pickle
from celerykit.rules.words import assignment, unless

_ACCEPTING = ("accept_content", "result_accept_content")
_WRITING = ("task_serializer", "result_serializer", "event_serializer")


class PickleAccepted(Rule):
    """Pickle is accepted, or used: who writes to the broker runs code in the workers.

    *Why*: to read a pickle is to run what its writer put into it.
    Whoever can reach the broker or the result backend then runs commands as the worker, or as the process that reads
    results, by one message.

    *Instead*: send JSON, and accept nothing else; pass identifiers to tasks, not objects.
    """

    code = "CK701"
    name = "pickle-accepted"
    severity = "error"
    message = "{what}: whoever can write to the {store} runs commands in your processes by one message{unless}"
    fix = "{cure}"
    symptoms = ("Running a worker with superuser privileges when the worker accepts messages serialized with pickle",)
    bad = """\
broker_url = "redis://localhost:6379/0"
accept_content = ["pickle", "json"]
"""
    good = """\
broker_url = "redis://localhost:6379/0"
accept_content = ["json"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        said = [*_accepting(project), *_writing(project)]
        if not said:
            return
        setting, value, text = said[0]
        cure = assignment(project, setting, '["json"]' if setting in _ACCEPTING else '"json"')
        yield self.finding(
            value,
            subject=project.config.subject,
            said=text,
            related=_labels(said[1:]),
            what="pickle is accepted" if setting in _ACCEPTING else "pickle is used",
            store="result backend" if setting.startswith("result") else "broker",
            unless=unless(value),
            cure=cure if setting in project.config.defaults else 'serializer="json"',
        )


def _accepting(project: Project) -> Iterator[tuple[str, Value, str]]:
    for setting in _ACCEPTING:
        accepted = project.config[setting]
        items = accepted.items
        if not items and accepted.known and isinstance(accepted.value, (list, tuple, set, frozenset)):
            items = tuple(Value(accepted.state, item, accepted.place) for item in accepted.value)
        yield from ((setting, item, "pickle is read") for item in items if item.known and is_pickle(item.value))


def _writing(project: Project) -> Iterator[tuple[str, Value, str]]:
    for setting in _WRITING:
        value = project.config[setting]
        if value.known and is_pickle(value.value):
            yield setting, value, "pickle is written"
    own_words = [task.options for task in project.tasks] + [call.options for call in project.calls]
    for options in own_words:
        own = options.get("serializer")
        if own and own.known and is_pickle(own.value):
            yield "serializer", own, "pickle is written"


def _labels(said: list[tuple[str, Value, str]]) -> list[Label]:
    return [piece for _, value, text in said for piece in label(value, text)]
