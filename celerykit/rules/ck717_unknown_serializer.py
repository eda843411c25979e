from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, State, Value
from celerykit.rules.base import Rule
from celerykit.rules.content import canonical, compression_meant, serializer_meant
from celerykit.rules.words import assignment, named, unless

_SERIALIZERS = ("task_serializer", "result_serializer", "event_serializer")
_UNSAID = Value(State.DEFAULT)
_COMPRESSIONS = ("task_compression", "result_compression")


class UnknownSerializer(Rule):
    """A serializer or a compression is named that does not exist.

    *Why*: nobody looks at the name before it is needed.
    Then `task_serializer` raises `SerializerNotInstalled` and `task_compression` a bare `KeyError` when a task is sent;
    `result_serializer` raises `KeyError` when results are first used.

    *Instead*: `json`, `yaml`, `msgpack`, `pickle`; `gzip`, `bzip2`, `lzma`, `zstd`, `brotli`, all in lower case.
    A name that is like none of these is left alone: a program can register serializers of its own.
    """

    code = "CK717"
    name = "unknown-serializer"
    severity = "error"
    message = "{name} is {written}, and there is no {kind} of that name: {consequence}{unless}"
    fix = "{cure}"
    symptoms = ("kombu.exceptions.SerializerNotInstalled: No encoder installed for jsn", "KeyError: 'jsn'")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "JSON"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "json"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting in (*_SERIALIZERS, *_COMPRESSIONS):
            value = project.config[setting]
            meant = _meant(setting, value)
            if meant:
                yield self._told(setting, value, meant, assignment(project, setting, f'"{meant}"'), project)
        own = [thing.options for thing in project.tasks] + [thing.options for thing in project.calls]
        for options in own:
            for option in ("serializer", "compression"):
                value = options.get(option, _UNSAID)
                meant = _meant(f"task_{option}", value)
                if meant:
                    yield self._told(f"task_{option}", value, meant, f'{option}="{meant}"', project)

    def _told(self, setting: str, value: Value, meant: str, cure: str, project: Project) -> Finding:
        own = cure.startswith(("serializer=", "compression="))
        results = setting.startswith("result")
        raised = "SerializerNotInstalled" if setting in {"task_serializer", "event_serializer"} else "KeyError"
        raised = "ImproperlyConfigured" if setting == "result_compression" else raised
        return self.finding(
            value,
            subject=project.config.subject,
            said="no such name",
            name=setting.removeprefix("task_") if own else named(project, setting),
            written=value.value,
            kind="compression" if "compression" in setting else "serializer",
            consequence=f"the first {'use of results' if results else 'message'} raises {raised}",
            unless=unless(value),
            cure=cure,
        )


def _meant(setting: str, value: Value) -> str:
    """What was meant by the name of a serializer or a compression that is known to be wrong; else ""."""
    if not value.known:
        return ""
    if setting in _COMPRESSIONS:
        return compression_meant(value.value)
    name = value.value
    # Only lists of content may hold MIME types: a serializer is looked up by its name.
    return str(canonical(name)) if canonical(name) != name else serializer_meant(name)
