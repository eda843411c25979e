from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.content import serializer_meant
from celerykit.rules.words import assignment, named, unless

_SETTINGS = ("accept_content", "result_accept_content")


class AcceptContentNotList(Rule):
    """`accept_content` is not a list of serializers.

    *Why*: Celery goes through it item by item: a text is taken letter by letter, and the first one raises
    `SerializerNotInstalled: No encoder/decoder installed for j`.
    So does a name in it that no serializer has: names are in lower case.
    None raises `TypeError` when a worker starts.

    *Instead*: a list, `["json"]`.
    """

    code = "CK716"
    name = "accept-content-not-list"
    severity = "error"
    message = "{name} {what}: {consequence}{unless}"
    fix = "{line}"
    symptoms = (
        "kombu.exceptions.SerializerNotInstalled: No encoder/decoder installed for j",
        "TypeError: argument of type 'NoneType' is not iterable",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
accept_content = "json"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
accept_content = ["json"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting in _SETTINGS:
            value = project.config[setting]
            names = value.value
            if value.known and isinstance(names, str) and names:
                consequence = f"each letter is taken for a serializer, and there is none called {names[0]}"
                yield self._told(project, setting, value, "is one text", consequence, f"[{_parted(names)}]")
            elif value.known and names is None and setting == "accept_content":
                yield self._told(project, setting, value, "is None", "workers do not start (TypeError)", '["json"]')
            else:
                yield from self._misspelt(project, setting, value)

    def _misspelt(self, project: Project, setting: str, value: Value) -> Iterator[Finding]:
        for item in value.items:
            meant = serializer_meant(item.value) if item.known else ""
            if item.known and isinstance(item.value, str) and "," in item.value:
                what = "holds several names in one text"
                consequence = f"there is no serializer called {item.value}"
                yield self._told(project, setting, item, what, consequence, f"[{_parted(item.value)}]")
            elif meant:
                what = f"names {item.value}"
                yield self._told(project, setting, item, what, "there is no serializer of that name", f'["{meant}"]')

    def _told(self, project: Project, setting: str, at: Value, what: str, consequence: str, written: str) -> Finding:
        return self.finding(
            at,
            subject=project.config.subject,
            said="not a list of serializers" if at.items == () and "names" not in what else "no serializer",
            name=named(project, setting),
            what=what,
            consequence=consequence,
            unless=unless(at),
            line=assignment(project, setting, written),
        )


def _parted(text: str) -> str:
    """The names in a text, as the items of a list."""
    return ", ".join(f'"{part.strip()}"' for part in text.split(",") if part.strip())
