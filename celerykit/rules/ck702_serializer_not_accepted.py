from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.content import accepted, canonical, refuses
from celerykit.rules.words import assignment, unless


class SerializerNotAccepted(Rule):
    """Tasks are sent in a form that workers refuse to read.

    *Why*: a worker reads only what `accept_content` names.
    Any other message it logs as `Refusing to deserialize untrusted content`, acknowledges and drops: the task never
    runs, and its sender is not told.
    Remote control uses the same serializer, so `celery inspect` gets no answer either.

    *Instead*: send what is accepted, or accept what is sent. Names and MIME types both count.
    """

    code = "CK702"
    name = "serializer-not-accepted"
    severity = "error"
    message = (
        "{who} sent as {sent}, but workers accept {accepted} only: "
        "they drop the message (ContentDisallowed) and the task never runs{unless}"
    )
    fix = "{cure}"
    symptoms = ("Refusing to deserialize untrusted content of type application/x-yaml",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "yaml"
accept_content = ["json"]
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "json"
accept_content = ["application/json"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        content = project.config["accept_content"]
        names = accepted(content)
        for who, serializer in _sent(project):
            written = serializer.known or (content.known and who == "tasks are")
            if names is not None and written and refuses(names, serializer):
                yield self._told(project, who, serializer, names)

    def _told(self, project: Project, who: str, serializer: Value, names: frozenset[str]) -> Finding:
        content = project.config["accept_content"]
        sent = str(canonical(serializer.value))
        usual = "json" if "json" in names or not names else min(names)
        cure = assignment(project, "task_serializer", f'"{usual}"') if who == "tasks are" else f'serializer="{usual}"'
        if not names or not serializer.known:
            cure = assignment(project, "accept_content", str(sorted({*names, sent})).replace("'", '"'))
        return self.finding(
            serializer if serializer.known else content,
            subject=project.config.subject,
            said="sent in this form" if serializer.known else "all that workers read",
            related=label(content, "all that workers read") if serializer.known and content.known else (),
            who=who,
            sent=sent,
            accepted=", ".join(sorted(names)) or "nothing",
            cure=cure,
            unless=unless(serializer, content),
        )


def _sent(project: Project) -> Iterator[tuple[str, Value]]:
    """Who is sent by which serializer: tasks by the setting, one task by its own, one call by its own."""
    yield "tasks are", project.config["task_serializer"]
    for task in project.tasks:
        own = task.options.get("serializer")
        if own and own.known:
            yield f"{task.name or task.function} is", own
    for call in project.calls:
        if call.task is None and project.elsewhere:
            continue  # another app of the program may send it
        own = call.options.get("serializer")
        if own and own.known:
            yield f"{call.task or 'this task'} is", own
