"""Modules that workers are started with, from the files that say how: `celery -A proj worker`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from celerykit.reading.names import Names
from celerykit.reading.sources import Module
from celerykit.reading.things import InModule

__all__ = ["started_modules"]

_COMMAND = re.compile(
    r"""celery["',\s]+(?:(?!\bcelery\b)[^\n;|&])*?(?:-A["',\s]*|--app["',=\s]+)["']?([A-Za-z_][\w.]*)(?::\w+)?"""
)
_FILES = (
    "Procfile", "Procfile.*", "Makefile", "Dockerfile*", "*.Dockerfile", "*compose*.y*ml", "*.sh", "*.service",
    "*.conf", "*.ini", "justfile", "Justfile",
)  # fmt: skip
_FOLDERS = ("", "docker", "deploy", "scripts", "bin", "compose", "ops", "etc")
_MAX_BYTES = 200_000


def started_modules(folder: Path, names: Names) -> tuple[Module, ...]:
    """The modules of the program that commands in a folder start Celery with."""
    found: dict[Module, None] = {}
    for file in _files(folder):
        for dotted in _COMMAND.findall(_text(file)):
            # `-A proj.app` is a module, or an attribute of one; of a package, Celery looks into `proj.celery`.
            for name in (dotted, f"{dotted}.celery", dotted.rpartition(".")[0]):
                thing = names.module(name) if name else None
                if isinstance(thing, InModule):
                    found[thing.module] = None
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    for inner in _FOLDERS:
        for pattern in _FILES:
            yield from sorted((folder / inner).glob(pattern))


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            return ""
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
    return text if "celery" in text else ""
