"""The processes of this machine that are Celery's, by their command lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.system import System

__all__ = ["LocalProcess", "local_processes"]

_PROC = Path("/proc")
_PATIENCE = 5.0  # seconds for ps
# Behind Python and its own options: `python -X dev -m celery`.
_EARLY = 6
# `python manage.py celerybeat`: what stands later is what a program works on.
_NAMES = 3
# What a beat calls itself where setproctitle is installed (celery/apps/beat.py): `[celery beat] -A proj beat`.
_TITLE = "[celery beat]"
# Names of variables that say which servers, or which of several programs in one folder.
_LEADS = re.compile(r"CELERY|BROKER|REDIS|RABBIT|AMQP|SETTINGS|DATABASE|TENANT|ENV|URL|HOST|PORT", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LocalProcess:
    """A process of Celery's. kind: "worker", "beat", …; "" of one that only looks like a beat.

    app: what -A names. options: by Celery's long names, those that are known. folder: in which it runs, "" where nobody
    tells. surroundings: the same number for two whose variables lead to the same servers, None where nobody tells.
    """

    pid: int
    parent: int
    kind: str
    app: str
    options: Mapping[str, Any]
    folder: str = ""
    surroundings: int | None = None

    @property
    def is_beat(self) -> bool:
        """Whether it sends the tasks of a schedule: a beat, or a worker with -B."""
        return self.kind == "beat" or (self.kind == "worker" and bool(self.options.get("beat")))


def local_processes(system: System) -> tuple[LocalProcess, ...]:
    """Celery's processes on this machine, without the children that they have themselves.

    Raises NotChecked where the machine does not tell.
    """
    found = {pid: made for pid, parent, words in _command_lines() if (made := _process(pid, parent, words))}
    return tuple(each for each in found.values() if each.parent not in found or not found[each.parent].kind)


def _process(pid: int, parent: int, words: Sequence[str]) -> LocalProcess | None:
    from celerykit.reading.deployment.celery_options import parsed
    from celerykit.reading.deployment.sheets import Sheet, Word

    behind = _behind_celery(words)
    if behind is None:
        looks = any(_looks_like_beat(word) for word in words[:_NAMES])
        return LocalProcess(pid, parent, "", "", {}) if looks else None
    sheet = Sheet("", Path(), " ".join(behind))
    line = parsed([Word(word, sheet, 0, 0) for word in behind])
    if not line.kind and words[0].startswith(_TITLE):
        line.command = "beat"
    if not line.kind:
        return None
    options = {name: value.value for name, value in line.options.items() if value.known}
    return LocalProcess(pid, parent, line.kind, str(options.pop("app", "")), options, _folder(pid), _surroundings(pid))


def _behind_celery(words: Sequence[str]) -> Sequence[str] | None:
    """The words behind `celery`, `python -m celery`, `python /path/to/celery`; None for any other program."""
    if not words:
        return None
    if words[0].startswith(_TITLE):
        return words[0].removeprefix(_TITLE).split()
    if _base(words[0]) != "celery" and not _is_python(words[0]):
        return None
    return next((words[number + 1 :] for number, word in enumerate(words[:_EARLY]) if _base(word) == "celery"), None)


def _looks_like_beat(word: str) -> bool:
    """`run_beat.py`, `python manage.py celerybeat`, `python -c "app.Beat().run()"`: it may be one."""
    return ".Beat(" in word or (" " not in word and word.removesuffix(".py").lower().endswith("beat"))


def _is_python(word: str) -> bool:
    return _base(word).startswith(("python", "pypy"))


def _base(word: str) -> str:
    return word.rpartition("/")[2]


def _folder(pid: int) -> str:
    try:
        return str(Path(_PROC, str(pid), "cwd").readlink())
    except OSError:
        return ""


def _surroundings(pid: int) -> int | None:
    """Of the variables only a number is kept: they hold secrets."""
    try:
        variables = Path(_PROC, str(pid), "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None
    return hash(frozenset(each for each in variables if _LEADS.search(each.partition("=")[0])))


def _command_lines() -> Iterator[tuple[int, int, list[str]]]:
    """Process, parent and words of each; where they come from ps, words that hold a blank are several."""
    if (_PROC / "self" / "cmdline").exists():
        for pid in (int(each.name) for each in _PROC.iterdir() if each.name.isdecimal()):
            try:
                words = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
                parent = int((_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                # It has ended since, or is none of ours to see.
                continue
            yield pid, parent, words
        return
    for line in _ps().splitlines():
        pid_, parent_, *words = line.split()
        yield int(pid_), int(parent_), words


def _ps() -> str:
    import subprocess

    command = ["ps", "-axo", "pid=,ppid=,args="]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=True).stdout  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):
        raise NotChecked("this machine does not tell which processes it has") from None
