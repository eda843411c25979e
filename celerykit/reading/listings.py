"""What stands in folders, each looked into once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Listings"]


@dataclass(slots=True, repr=False)
class Listings:
    """Remembers the names in folders: most modules that are looked for are in none of those they are looked for in."""

    _names: dict[Path, frozenset[str]] = field(default_factory=dict)

    def names(self, folder: Path) -> frozenset[str]:
        """The names in a folder; none where there is no such folder."""
        if folder not in self._names:
            try:
                with os.scandir(folder) as entries:
                    self._names[folder] = frozenset(entry.name for entry in entries)
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]
