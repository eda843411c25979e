"""How the name of a setting is written: by its new or its old name, with the prefix of a namespace or without."""

from __future__ import annotations

from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.findings import Edit
from celerykit.project import Entry, Project

__all__ = ["from_object", "in_another_form", "is_old", "listed", "prefix", "renamed", "styled", "with_prefix"]

_CELERY = "CELERY_"
# S3_BUCKET, GCS_PROJECT and the like are old names, too, but more often somebody's own.
_OLD = ("CELERY", "BROKER_", "ENABLE_UTC")
# Names in one message: enough to see which are meant, few enough to read.
_SHOWN = 4


def prefix(namespace: str) -> str:
    """What a namespace puts before names: "CELERY" and "CELERY_" both "CELERY_"; "" for none."""
    return f"{namespace.rstrip('_')}_" if namespace else ""


def is_old(name: str, namespace: str = "") -> bool:
    """Whether a name speaks of Celery as before Celery 4, and is not a present one with the namespace's prefix."""
    head = prefix(namespace)
    if not name.startswith(_OLD):
        return False
    if head and name.startswith(head) and name.removeprefix(head).lower() in SETTINGS:
        return False
    return name not in SETTINGS and name in OLD_NAMES


def with_prefix(name: str) -> str | None:
    """The setting that a name means under the namespace CELERY, and under no other: CELERY_BROKER_URL.

    None for CELERY_RESULT_BACKEND and the like, which are old names, too.
    """
    setting = name.removeprefix(_CELERY).lower()
    is_new = name.startswith(_CELERY) and name.isupper() and setting in SETTINGS
    return setting if is_new and name not in OLD_NAMES else None


def in_another_form(name: str, head: str) -> bool:
    """Whether it is the name of a setting, in capitals, with a prefix, or in the other case than a namespace's prefix.

    head: what the namespace puts before names, "" for none.
    """
    if head:
        return name.lower().startswith(head.lower()) and name[len(head) :].lower() in SETTINGS
    return with_prefix(name) is not None or (name.isupper() and name.lower() in SETTINGS)


def styled(setting: str, entry: Entry, namespace: str) -> str:
    """The name of a setting as this program would write it: with the namespace, where a wrong name has it."""
    return f"{prefix(namespace)}{setting}".upper() if namespace and entry.way == "module" else setting


def from_object(project: Project) -> dict[str, Entry]:
    """What the config object says, by the name as written; of two with one name the last, which is what Celery sees."""
    return {entry.name: entry for entry in project.config.entries if entry.way in {"module", "mapping"}}


def listed(names: list[str]) -> str:
    """ "a, b, c, d and 3 more"."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def renamed(entry: Entry, new: str) -> tuple[Edit, ...]:
    """What `--fix` does about a name that is to be another; a key of a dict may be read by others, too."""
    if entry.place is None or entry.way in {"mapping", "update"}:
        return ()
    return (Edit(entry.place, entry.name, new),)
