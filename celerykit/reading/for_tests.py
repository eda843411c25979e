"""Which files are there for tests only."""

from __future__ import annotations

__all__ = ["is_test"]


def is_test(path: str) -> bool:
    """Whether a file is there for tests only, by its name."""
    *folders, name = path.split("/")
    stem = name.removesuffix(".py")
    if stem in {"conftest", "test", "testing", "tests"} or stem.startswith("test_"):
        return True
    if stem.endswith(("_test", "_tests", "_testing")):
        return True
    return any(folder in {"test", "testing", "tests"} for folder in folders)
