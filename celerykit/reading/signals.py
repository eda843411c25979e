"""Which of Celery's signals a program may handle."""

from __future__ import annotations

from collections.abc import Iterable

from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline

__all__ = ["mentioned"]

# Those that change what the settings alone would do. Handlers are connected in many ways: that the name of the signal
# stands in a file is taken for one.
_NAMES = ("after_setup_logger", "setup_logging")


def mentioned(outlines: Iterable[Outline], names: Names) -> frozenset[str]:
    """The signals that stand in these modules."""
    contents = [names.program.content(outline.scope.module.file) for outline in outlines]
    return frozenset(name for name in _NAMES if any(name.encode() in content for content in contents))
