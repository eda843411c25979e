from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.catalogue.kinds import problem
from celerykit.catalogue.setting import Setting
from celerykit.findings import Finding
from celerykit.project import Entry, Opaque, Project, Value
from celerykit.rules.base import Rule
from celerykit.values.secrets import hide_in_text, shown

# Settings and kinds that another rule judges, in better words.
_ELSEWHERE = frozenset({
    "accept_content", "beat_schedule", "imports", "include", "result_accept_content", "task_queues", "timezone",
})  # fmt: skip
_NUMBERS = frozenset({"int", "number", "seconds", "concurrency"})


class WrongSettingType(Rule):
    """A setting has a value of a kind that Celery cannot use.

    *Why*: Celery does not convert the values of settings.
    A time limit that is a text raises `TypeError` when a task is sent, and not before.

    *Instead*: give the kind that the setting wants; convert what comes from the environment: `int(os.environ["X"])`.
    """

    code = "CK104"
    name = "wrong-setting-type"
    severity = "error"
    message = "{value} for {name} {problem}"
    fix = "{cure}"
    symptoms = ("TypeError: '>' not supported between instances of 'str' and 'int'",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = "300"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = 300
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in project.config.in_force():
            setting = SETTINGS.get(entry.setting or "")
            found = _problem(setting, entry.value) if setting and setting.name not in _ELSEWHERE else None
            if setting and found:
                yield self._told(project, setting, entry, found)

    def _told(self, project: Project, setting: Setting, entry: Entry, found: str) -> Finding:
        value = entry.value
        written = value.text or "…" if value.unknown else shown(value.value, secret=setting.secret)
        return self.finding(
            value,
            subject=project.config.subject,
            said="not of the kind it wants",
            value=hide_in_text(written) if len(written) <= _WIDTH else "the value",
            name=entry.name,
            problem=found,
            cure=_cure(setting, entry, written),
        )


# A longer value makes a message that nobody reads.
_WIDTH = 60


def _problem(setting: Setting, value: Value) -> str | None:
    if value.unknown:
        # A text from the environment: wrong where even a number written as a text is.
        return problem(setting, "1") if value.type is str and setting.kind in _NUMBERS else None
    if isinstance(value.value, Opaque) or (setting.kind == "bool" and isinstance(value.value, str)):
        return None
    # What a number does there, and which texts are rates, are matters of their own.
    if setting.name == "worker_prefetch_multiplier" and isinstance(value.value, (int, float)):
        return None
    if setting.kind == "rate-limit" and isinstance(value.value, str):
        return None
    return problem(setting, value.value)


def _cure(setting: Setting, entry: Entry, written: str) -> str:
    value = entry.value
    if setting.kind in _NUMBERS and value.unknown and "None" in written:
        return "convert it to a number where the variable is set"
    if setting.kind in _NUMBERS and value.variable and value.known:
        return f'{entry.name} = int(os.environ.get("{value.variable}", {written}))'
    if setting.kind in _NUMBERS and value.unknown:
        return f"{entry.name} = int({written})"
    if setting.kind in _NUMBERS and isinstance(value.value, str) and value.value.strip().isdigit():
        return f"{entry.name} = {value.value.strip()}"
    if setting.kind == "strings" and isinstance(value.value, str):
        listed = ", ".join(f'"{part.strip()}"' for part in value.value.split(","))
        return f"{entry.name} = [{listed}]"
    return f"{setting.name} is: {setting.doc}"
