"""From which folder a program is run: the one whose packages its modules import by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.reading.folders import python_files

__all__ = ["Tops"]

_IMPORTED = re.compile(rb"^(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_SETTINGS = re.compile(rb"""DJANGO_SETTINGS_MODULE["'],\s*["']([A-Za-z_]\w*)""")

# Texts that name a module as an import does.
_NAMED = re.compile(
    rb"""(?:config_from_object\(|include\s*=\s*[\[(]?|autodiscover_tasks\(\s*\[?|DJANGO_SETTINGS_MODULE["'],)\s*"""
    rb"""["']([A-Za-z_]\w*)"""
)
# What stands beside packages, not in them.
_AT_HOME = (".git", "manage.py", "pyproject.toml", "requirements.txt", "setup.py", "Procfile", "docker-compose.yml")


@dataclass(slots=True, repr=False)
class Tops:
    """Finds the folders that are on Python's path. content: the bytes of a file."""

    root: Path
    content: Callable[[Path], bytes]
    _known: dict[Path, Path] = field(default_factory=dict)
    _guessed: set[Path] = field(default_factory=set)
    _votes: dict[Path, dict[Path, Counter[Path]]] = field(default_factory=dict)

    def of(self, file: Path) -> Path:
        """The folder that must be on Python's path for the file to be imported."""
        if file.parent not in self._known:
            self._known[file.parent] = _importable(file.parent, self._of(file.parent))
        return self._known[file.parent]

    def guessed(self, file: Path) -> bool:
        """Whether nothing tells from where a file is imported, so that its dotted name may be another."""
        self.of(file)
        return file.parent in self._guessed

    def _of(self, inner: Path) -> Path:
        folder = inner
        while (folder / "__init__.py").exists() and folder != folder.parent and not self._is_home(folder):
            folder = folder.parent
        roots = (self.root / "src", self.root)
        if folder != inner:
            managed = self.managed_from(inner, folder)
            return managed or (folder not in roots and self.run_from(folder)) or folder
        root = next((each for each in roots if folder.is_relative_to(each)), folder)
        if folder == root:
            return root
        told = self.run_from(folder)
        if told is None:
            self._guessed.add(inner)
        return told or root

    def _is_home(self, folder: Path) -> bool:
        """Whether a folder is that of the whole program, though an `__init__.py` has strayed into it."""
        return folder == self.root and (
            not folder.name.isidentifier() or any((folder / name).exists() for name in _AT_HOME)
        )

    def run_from(self, folder: Path) -> Path | None:
        """The folder from which the modules in `folder`, no package by itself, are imported; None where none is seen.

        Its files, or else those beside it, import each other by names that begin in one folder above them.
        """
        if folder == self.root or not folder.is_relative_to(self.root):
            return None
        above = [each for each in (folder, *folder.parents) if each.is_relative_to(self.root)]
        tree = self.root / folder.relative_to(self.root).parts[0]
        below = self._votes_below(tree)
        for votes in (below.get(folder, Counter()), below[tree.parent]):
            found = max(reversed(above), key=lambda each: votes[each])
            if votes[found]:
                return found
        return None

    def managed_from(self, folder: Path, top: Path) -> Path | None:
        """The folder of the `manage.py` that runs what is in `folder`, though it, too, looks like a package."""
        for each in (folder, *folder.parents):
            if each == top or each == each.parent:
                return None
            file = each / "manage.py"
            named = _SETTINGS.search(self.content(file)) if file.is_file() else None
            if named and _has(each, named[1].decode()):
                return each
        return None

    def _votes_below(self, tree: Path) -> dict[Path, Counter[Path]]:
        """How often the files in each folder below a folder import something that stands in each folder."""
        if tree not in self._votes:
            names: dict[Path, set[bytes]] = {}
            for file in python_files(tree):
                content = self.content(file)
                names.setdefault(file.parent, set()).update(_IMPORTED.findall(content), _NAMED.findall(content))
            there: dict[tuple[Path, str], bool] = {}
            votes: dict[Path, Counter[Path]] = {folder: Counter() for folder in names}
            for folder, imported in names.items():
                for name in imported:
                    votes[folder].update(self._meant(folder, name.decode(), there))
            # All of them together, under a folder that is not below.
            votes[tree.parent] = sum(votes.values(), Counter())
            self._votes[tree] = votes
        return self._votes[tree]

    def _meant(self, folder: Path, name: str, there: dict[tuple[Path, str], bool]) -> Iterator[Path]:
        """The one folder above a file in which there is a module of that name."""
        found = []
        for each in (folder, *folder.parents):
            if not each.is_relative_to(self.root):
                break
            key = (each, name)
            if key not in there:
                there[key] = _has(each, name)
            if there[key]:
                found.append(each)
        if len(found) == 1:
            yield found[0]


def _has(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").is_file() or (folder / name).is_dir()


def _importable(inner: Path, top: Path) -> Path:
    """The folder from which what is in `inner` can be imported: `my-service` is no name for a package."""
    for folder in (inner, *inner.parents):
        if folder == top or not folder.name.isidentifier():
            return folder
    return top
