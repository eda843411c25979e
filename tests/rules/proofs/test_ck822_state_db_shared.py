from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from celery.utils.collections import LimitedSet
from celery.worker.state import Persistent


def _worker(path: Path) -> tuple[LimitedSet, Persistent]:
    """What a worker keeps of revoked tasks, and the file that it keeps it in."""
    revoked: Any = LimitedSet()
    return revoked, Persistent(SimpleNamespace(revoked=revoked, merge_revoked=revoked.update), str(path))


def test_the_second_cannot_open_it_or_one_loses_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "worker.state"
    first, its_file = _worker(path)
    first.add("one")
    kept = [its_file]
    with suppress(OSError):  # gdbm locks its files
        second, other_file = _worker(path)
        second.add("two")
        kept.append(other_file)
    for file in kept:
        file.save()
    read, last = _worker(path)
    last.close()
    assert {"one", "two"} - set(read)
