"""The files that workers and beats of this machine write: those of commands that are started here, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from celerykit.project import Process, Project
from celerykit.rules.pools import option

__all__ = ["LocalFile", "local_files", "obstacle"]

# Option of the command, setting beside it, for which commands.
_FILES = (
    ("pidfile", "", ("worker", "beat")),
    ("logfile", "", ("worker", "beat")),
    ("statedb", "worker_state_db", ("worker",)),
    ("schedule", "beat_schedule_filename", ("beat",)),
)
# Files from which people start programs by hand. What compose, Kubernetes, systemd and supervisor start runs as
# somebody else, on who knows which machine, in folders that they make themselves.
_BY_HAND = frozenset({"makefile", "procfile", "script"})
# It changes folder, user or root before it writes.
_ELSEWHERE = ("workdir", "uid", "gid", "detach")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """what: the option that names it. command: "worker" or "beat". where: file and line of the command."""

    what: str
    command: str
    where: str
    path: Path


def local_files(project: Project) -> Iterator[LocalFile]:
    """The files, where it is known where they are: of a path within a folder, that is the one of the command's file."""
    # Where containers are made of the program, its scripts are likely to run in them.
    if project.deployment.images or any(process.container for process in project.deployment.processes):
        return
    for process in project.deployment.processes:
        if process.where not in _BY_HAND or not process.complete or not _runs_as_we_do(process):
            continue
        for what, setting, kinds in _FILES:
            if process.kind in kinds and (path := _path(project, process, what, setting)):
                yield LocalFile(what, process.kind, _where(process), path)


def obstacle(path: Path) -> str:
    """Why this user cannot write a file, "" where he can."""
    folder = path.parent
    if not folder.is_dir():
        return f"{folder} is no folder here"
    if path.is_dir():
        return f"{path} is a folder"
    if path.exists() and not os.access(path, os.W_OK):
        return f"{path} is {_owner(path)}, and closed to this user"
    if not path.exists() and not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} is {_owner(folder)}, and closed to this user"
    return ""


def _runs_as_we_do(process: Process) -> bool:
    changed = any(name in process.options for name in _ELSEWHERE)
    return not changed and not process.user.known and not process.user.unknown


def _path(project: Project, process: Process, what: str, setting: str) -> Path | None:
    value = option(project, process, what, setting) if setting else process.options.get(what)
    said = value.value if value and value.decided else None
    # %n, %h, %i stand for names that the worker has at run time; "-" and the like are no files.
    if not isinstance(said, str) or not said or "%" in said or said.startswith(("-", "~", "/dev/")):
        return None
    if Path(said).is_absolute():
        # A Procfile's command runs where the platform puts it.
        return Path(said) if process.where != "procfile" else None
    # A script may change its folder first.
    return Path(process.place.path).parent / said if process.place and process.where != "script" else None


def _where(process: Process) -> str:
    return f"{process.place.path}:{process.place.line}" if process.place else process.name


def _owner(path: Path) -> str:
    try:
        return f"{path.owner()}'s"
    except (KeyError, NotImplementedError):
        return "somebody's"
