"""The files of a folder that may say how a program is run, each read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from celerykit.reading.deployment.command_lines import SIGNS
from celerykit.reading.deployment.sheets import Sheet
from celerykit.reading.folders import files_below
from celerykit.reading.sources import Program

__all__ = ["Files", "kind_of"]

Signs = tuple[str, ...]

_MAX_BYTES = 200_000
_KINDS = (
    ("procfile", re.compile(r"Procfile(\..+)?|.+\.procfile", re.IGNORECASE)),
    ("makefile", re.compile(r"(GNU)?[Mm]akefile(\..+)?|\.?[Jj]ustfile|.+\.mk")),
    ("dockerfile", re.compile(r"(Docker|Container)file([._-].+)?|.+[._-](Docker|Container)file", re.IGNORECASE)),
    ("yaml", re.compile(r".+\.ya?ml")),
    ("systemd", re.compile(r".+\.service")),
    ("supervisor", re.compile(r".+\.(conf|ini)")),
    ("script", re.compile(r".+\.(sh|bash|zsh)|[A-Za-z][\w-]*")),
    # Nobody knows what it becomes: it is only told of.
    ("template", re.compile(r".+\.(j2|jinja2?|tpl|tmpl|erb|gotmpl)")),
)
_NO_SCRIPTS = frozenset(
    {
        "AUTHORS",
        "CHANGELOG",
        "CODEOWNERS",
        "CONTRIBUTING",
        "COPYING",
        "INSTALL",
        "LICENSE",
        "MANIFEST",
        "NOTICE",
        "README",
    }
)


def kind_of(name: str) -> str:
    """The kind of a file by its name; "" for none that says how a program is run."""
    if name in _NO_SCRIPTS:
        return ""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(name)), "")


@dataclass(slots=True, repr=False)
class Files:
    """The files below a folder, by kind.

    followed: scripts and images that a service starts: what they start is that service's.
    """

    program: Program
    folder: Path
    followed: set[Path] = field(default_factory=set)
    _kinds: dict[str, list[Path]] = field(default_factory=dict)
    _named: dict[str, list[Path]] = field(default_factory=dict)
    _sheets: dict[Path, Sheet | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in files_below(self.folder, lambda name: bool(kind_of(name))):
            self._kinds.setdefault(kind_of(file.name), []).append(file)
            self._named.setdefault(file.name, []).append(file)

    def of(self, kind: str, signs: Signs | Callable[[Path], Signs] = SIGNS) -> Iterator[Sheet]:
        """The texts of one kind that have any of these signs, or of those of the file."""
        for file in self._kinds.get(kind, ()):
            sheet = self.sheet(file)
            if sheet and any(sign in sheet.text for sign in (signs(file) if callable(signs) else signs)):
                yield sheet

    def sheet(self, file: Path) -> Sheet | None:
        """The text of a file; None where there is none that can be read."""
        if file not in self._sheets:
            text = _text(file)
            self._sheets[file] = Sheet(self.program.shown(file), file, text) if text else None
        return self._sheets[file]

    def script(self, named: str, near: Path, copied: Mapping[str, str] | None = None) -> Sheet | None:
        """The script of the program that a command names by its path where it runs.

        near: the folder that a relative path starts from. copied: what an image has where, from where in `near`.
        """
        if not named or named.startswith("-") or len(named) > 200 or "\0" in named:
            return None
        path = (copied or {}).get(PurePosixPath(named).as_posix(), named)
        name = PurePosixPath(path).name
        candidates = [file for file in self._named.get(name, ()) if kind_of(name) == "script"]
        if path == named and "/" not in named:
            # A bare name is a program on the path, unless an image or a file beside it says otherwise.
            candidates = [file for file in candidates if file.parent == near and file.suffix]
        best = [file for file in candidates if self._ends_alike(file, path, near)]
        return self.sheet(best[0]) if len(best) == 1 or (best and path != named) else None

    def _ends_alike(self, file: Path, path: str, near: Path) -> bool:
        """Whether a path in a container can be that file: both end with the same folders, as far as these go."""
        parts = [part for part in PurePosixPath(path).parts if part not in {"/", "."}]
        for base in (near, self.folder):
            if file.is_relative_to(base):
                own = file.relative_to(base).parts
                if parts[-len(own) :] == list(own) or list(own[-len(parts) :]) == parts:
                    return True
        return False


def _text(file: Path) -> str:
    try:
        status = file.stat()
        if not S_ISREG(status.st_mode) or status.st_size > _MAX_BYTES:
            return ""
        content = file.read_bytes()
    except OSError:
        return ""
    if b"\0" in content:
        return ""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")
