"""Which of several entries for one setting is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from celerykit.project import Entry
from celerykit.reading.setting_names import through_old_name

__all__ = ["in_force"]

# From here on Celery finds old names under a namespace, too (facts: 5.6.2 does not, 5.7.0 does).
_OLD_NAMES_HONOURED = (5, 7)


def in_force(
    objects: Sequence[Sequence[Entry]], app: Iterable[Entry], namespace: str, celery: tuple[int, ...] = ()
) -> tuple[Entry, ...]:
    """All entries, weakest first, with `in_force` set.

    objects: the entries of each config object in turn: the last one replaces those before it, whole. app: what is
    written on the app itself, in order; it beats the config object even if it was written first
    (celery/app/base.py, _load_config). celery: the version in use, () where it is not known.
    """
    *replaced, last = objects or [()]
    entries = [replace(entry, in_force=False) for part in replaced for entry in part]
    entries += _ranked(last, namespace, celery)
    written = list(app)
    entries += written
    strongest = {entry.setting: index for index, entry in enumerate(entries) if entry.setting and entry.in_force}
    return tuple(
        entry if not entry.setting or not entry.in_force or strongest[entry.setting] == index
        else replace(entry, in_force=False)
        for index, entry in enumerate(entries)
    )  # fmt: skip


def _ranked(entries: Sequence[Entry], namespace: str, celery: tuple[int, ...]) -> list[Entry]:
    """The entries of one config object: prefixed new names beat plain ones, and those beat old ones."""
    ignored = bool(namespace) and bool(celery) and celery[:2] < _OLD_NAMES_HONOURED
    ranked = [
        replace(entry, in_force=False) if ignored and through_old_name(entry.name, namespace) else entry
        for entry in entries
    ]
    return sorted(ranked, key=lambda entry: _strength(entry, namespace))


def _strength(entry: Entry, namespace: str) -> int:
    if through_old_name(entry.name, namespace):
        return 0
    return 2 if namespace and entry.name != entry.setting else 1
