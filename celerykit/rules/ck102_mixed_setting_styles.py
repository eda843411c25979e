from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.findings import Finding, Label
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule, label


class MixedSettingStyles(Rule):
    """Old upper-case and new lower-case names stand in one configuration.

    *Why*: without a namespace Celery takes a configuration as wholly old or wholly new, by the majority of its names.
    A name of the other style, whose twin is not there too, makes it raise `ImproperlyConfigured` at the first use of
    the configuration (celery/app/utils.py, detect_settings).
    It compares what the config object holds or, where there is none, what was set on `app.conf` before its first use.

    *Instead*: use the new names throughout; `celery upgrade settings` renames them.
    With a namespace, old and new names may stand together.
    """

    code = "CK102"
    name = "mixed-setting-styles"
    severity = "error"
    message = (
        "{odd} {is_are} of the {style} style and {other} of the {other_style} one: "
        "Celery refuses the mix (ImproperlyConfigured: Cannot mix new and old setting keys)"
    )
    fix = "rename {renames}"
    symptoms = ("celery.exceptions.ImproperlyConfigured: Cannot mix new and old setting keys",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "json"
CELERY_ACKS_LATE = False
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "json"
task_acks_late = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.config.namespace:
            return
        entries = _judged(project)
        new = [entry for entry in entries.values() if entry.name in SETTINGS and SETTINGS[entry.name].listed]
        old = [entry for entry in entries.values() if entry.name in OLD_NAMES]
        is_old_config = len(old) > len(new)
        odd, usual = (new, old) if is_old_config else (old, new)
        left = [entry for entry in odd if not _twins(entry.name) & entries.keys()]
        if not left or not usual:
            return
        yield self.finding(
            left[0].place,
            subject=project.config.subject,
            said="a new name" if is_old_config else "an old name",
            related=[
                *_labels(left[1:], "a new name" if is_old_config else "an old name"),
                *_labels(usual[:1], "an old name" if is_old_config else "a new name"),
            ],
            odd=", ".join(entry.name for entry in left),
            is_are="are" if len(left) > 1 else "is",
            other=usual[0].name,
            style="new" if is_old_config else "old",
            other_style="old" if is_old_config else "new",
            renames=", ".join(f"{entry.name} to {OLD_NAMES[entry.name]}" for entry in old),
        )


def _judged(project: Project) -> dict[str, Entry]:
    """The entries whose names Celery compares: those of the config object, else what is set on `app.conf`.

    The arguments of `Celery(…)` are left out by Celery itself. What is set on `app.conf` in several files may be set
    after the first use, when nothing is compared any more.
    """
    entries = project.config.entries
    source = [entry for entry in entries if entry.way in {"module", "mapping"}]
    if source or project.source:
        return {entry.name: entry for entry in source}
    on_app = [entry for entry in entries if entry.way in {"attribute", "update"}]
    files = {entry.place.path if entry.place else "" for entry in on_app}
    return {entry.name: entry for entry in on_app} if len(files) == 1 else {}


def _twins(name: str) -> set[str]:
    if name in OLD_NAMES:
        return {OLD_NAMES[name]}
    return {old for old, new in OLD_NAMES.items() if new == name}


def _labels(entries: list[Entry], text: str) -> list[Label]:
    return [piece for entry in entries for piece in label(entry.place, text)]
