from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.words import unless


class IncludeIsString(Rule):
    """`include` or `imports` is a text instead of a list.

    *Why*: Celery imports a text as one module; "proj.a,proj.b" is none.
    The worker then makes a tuple of it, letter by letter (celery/worker/worker.py, setup_includes), so the setting no
    longer names the module where it is read again.
    `("proj.tasks")` is a text too: it is the comma that makes a tuple.

    *Instead*: write a list.
    """

    code = "CK105"
    name = "include-is-string"
    severity = "warning"
    message = "{name} is {what}, not a list: {consequence}{unless}"
    fix = "{cure}"
    symptoms = ("ModuleNotFoundError: No module named 'proj.a,proj.b'", "include is ('p', 'r', 'o', 'j')")
    bad = """\
broker_url = "redis://localhost:6379/0"
include = "proj.tasks"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
include = ["proj.tasks"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in project.config.in_force():
            value = entry.value
            if entry.setting not in {"include", "imports"} or not _is_text(value):
                continue
            text = value.value if value.known else ""
            modules = [part.strip() for part in text.split(",") if part.strip()]
            several = len(modules) > 1 or " " in text.strip()
            listed = "[" + ", ".join(f'"{module}"' for module in modules) + "]"
            yield self.finding(
                value,
                subject=project.config.subject,
                said="a text, not a list",
                severity="error" if several else None,
                name=entry.name,
                what=f"the text {text!r}" if text else "a text from the environment",
                consequence="no module has that name"
                if several
                else "the worker takes it apart letter by letter once it has imported it",
                unless=unless(value),
                cure=f"{entry.name} = {listed}" if text else f"{entry.name} = {value.text or '…'}.split(',')",
            )


def _is_text(value: Value) -> bool:
    return (value.known and isinstance(value.value, str) and value.value != "") or (value.unknown and value.type is str)
