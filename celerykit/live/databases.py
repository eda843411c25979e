"""Databases, looked at through SQLAlchemy: nothing is made there."""

from __future__ import annotations

from pathlib import Path

__all__ = ["connect", "missing_file"]

_PREFIXES = ("db+", "database+", "sqla+", "sqlalchemy+")


def connect(url: str) -> None:
    """Connect to the database of a URL (`sqla+postgresql://…`), and close again. Raises SQLAlchemy's errors."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    create_engine(_bare(url), poolclass=NullPool).connect().close()


def missing_file(url: str) -> Path | None:
    """The file of SQLite that a URL names, where it is not there and its folder is: to connect would make it."""
    scheme, found, path = _bare(url).partition("://")
    if not found or scheme.partition("+")[0] != "sqlite" or _bare(url) == url:
        return None
    file = path.removeprefix("/").partition("?")[0]
    if file in {"", ":memory:"} or file.startswith("file:"):
        return None
    return Path(file) if not Path(file).exists() and Path(file).parent.is_dir() else None


def _bare(url: str) -> str:
    """The URL as SQLAlchemy takes it."""
    return next((url.removeprefix(prefix) for prefix in _PREFIXES if url.startswith(prefix)), url)
