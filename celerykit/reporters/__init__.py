"""A report as text: one file a format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from celerykit.findings import Report

__all__ = ["FORMATS", "FOR_PROGRAMS", "render"]

FORMATS: tuple[str, ...] = ("full", "concise", "json", "sarif", "github", "gitlab", "junit", "html")

# Those that a program reads, a browser say: nothing but the report may be written, and it is written even where nothing
# was found.
FOR_PROGRAMS = frozenset({"json", "sarif", "gitlab", "junit", "html"})


def render(name: str, report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The report in the format of that name, ending with a line end.

    lines: path of a finding → the lines of that file, none where it cannot be read.
    """
    text: str = import_module(f"celerykit.reporters.{name}").render(report, lines=lines, colour=colour)
    return text
