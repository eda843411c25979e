"""Modules that workers are started with, from the files that say how: `celery -A proj worker`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from celerykit.reading.folders import files_below
from celerykit.reading.names import Names
from celerykit.reading.sources import Module
from celerykit.reading.things import InModule

__all__ = ["started_modules"]

_COMMAND = re.compile(
    r"""celery["',\s]+(?:(?!\bcelery\b)[^\n;|&])*?(?:-A["',\s]*|--app["',=\s]+)["']?([A-Za-z_][\w.]*)(?::\w+)?"""
)
# Procfile, Makefile, Dockerfile, compose files and Kubernetes manifests, shell scripts, systemd and supervisor units.
_FILE = re.compile(
    r"Procfile(\..+)?|[Mm]akefile|[Jj]ustfile|Dockerfile.*|.+\.(Dockerfile|ya?ml|sh|service|conf|ini)|start[\w-]*"
)
_MAX_BYTES = 200_000


def started_modules(folder: Path, names: Names, apps: Iterable[Module]) -> tuple[Module, ...]:
    """The modules of the program that commands in a folder, and below, start Celery with.

    apps: the modules that create apps; what stands beside them is found by the names that they use for each other.
    """
    commands = {
        dotted
        for file in files_below(folder, lambda name: bool(_FILE.fullmatch(name)))
        for dotted in _COMMAND.findall(_text(file))
    }
    near = (None, *apps)
    return tuple(dict.fromkeys(module for dotted in sorted(commands) for module in _meant(dotted, names, near)))


def _meant(dotted: str, names: Names, near: Iterable[Module | None]) -> Iterator[Module]:
    """The modules that `-A` may mean.

    `-A proj.app` is a module, or an attribute of one; of a package, Celery looks into `proj.celery`. A container often
    keeps the program under another folder, which then leads the name.
    """
    for tail in _tails(dotted):
        for name in (tail, f"{tail}.celery", tail.rpartition(".")[0]):
            for neighbour in near if name else ():
                thing = names.module(name, neighbour)
                if isinstance(thing, InModule):
                    yield thing.module


def _tails(dotted: str) -> Iterator[str]:
    while dotted:
        yield dotted
        dotted = dotted.partition(".")[2]


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            return ""
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
    return text if "celery" in text else ""
