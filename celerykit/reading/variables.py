"""The names of the environment variables that a program reads, by any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from celerykit.reading.for_tests import is_test
from celerykit.reading.sources import Program

__all__ = ["variables_read"]

# A file without any of these reads no environment.
_SIGNS = (b"environ", b"getenv", b"decouple", b"BaseSettings", b"configurations", b"dotenv", b"starlette.config")
_NAME = re.compile(rb"""["'{$]([A-Z][A-Z0-9_]{2,})(?=["'}:=])""")
_READ = re.compile(rb"""(?:environ|getenv|config|env)[\w.]*\s*[\[(]\s*["'](\w+)["']""")
# A name that is worked out, or all of the environment handed on: then any may be read.
_ANY = re.compile(
    rb"""\benviron\s*\[\s*(?![rbf]?["'])[^\]]+\](?!\s*=[^=])|(?:\benviron\.get|\bgetenv)\(\s*(?:f["']|[A-Za-z_])"""
    rb"""|\*\*\s*(?:os\.)?environ\b|\(\s*(?:os\.)?environ\s*[,)]|\bin\s+(?:os\.)?environ(?:\.items\(\)|\s*:)"""
    rb"""|\benviron\.(?:copy|items)\(|\bfrom_prefixed_env\(|\bprefixed\(|\bDynaconf\(|\bDjangoDynaconf\("""
)
_FIELD = re.compile(rb"^[ \t]+([A-Za-z_]\w*)[ \t]*(?::|=)", re.MULTILINE)
_PREFIX = re.compile(rb"""\benv_prefix\s*=\s*["']([A-Za-z0-9_]*)["']""")


def variables_read(files: Iterable[Path], program: Program) -> frozenset[str] | None:
    """The variables that files may read, rather one too many than one too few; None where any may be read.

    What tests read is left out: it is no worker's environment.
    """
    found: set[bytes] = set()
    for file in files:
        text = program.content(file)
        if not any(sign in text for sign in _SIGNS) or is_test(program.shown(file)):
            continue
        if _ANY.search(text):
            return None
        found.update((*_NAME.findall(text), *_READ.findall(text)))
        if b"BaseSettings" in text:
            found.update(_fields(text))
    return frozenset(name.decode() for name in found)


def _fields(text: bytes) -> set[bytes]:
    """What the fields of settings classes are read from: their names, behind each prefix that there is."""
    names = set(_FIELD.findall(text))
    return {(prefix + name).upper() for prefix in (b"", *_PREFIX.findall(text)) for name in names}
