"""The files in which a project keeps keys for celerykit, and where they stand in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["TABLES", "nearest", "table_in"]

# Of one folder, the first file that is there counts.
TABLES: Mapping[str, tuple[str, ...]] = {"celerykit.toml": (), "pyproject.toml": ("tool", "celerykit")}

_MARK = b"celerykit"


def nearest(start: Path) -> Path | None:
    """The file that counts in `start`, or in the nearest folder above; None where there is none."""
    files = (folder / name for folder in (start, *start.parents) for name in TABLES)
    return next((file for file in files if file.is_file()), None)


def table_in(file: Path) -> object:
    """What the file says under its table, whatever that is; None where it has none.

    Raises ValueError where the file is not TOML.
    """
    content, table = file.read_bytes(), TABLES[file.name]
    if table and _MARK not in content:  # parsing TOML costs more than all else that a small run does
        return None
    import tomllib

    found: object = tomllib.loads(content.decode())
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    return found
