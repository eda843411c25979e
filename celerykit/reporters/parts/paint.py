"""Colour, where it is wanted; it never carries meaning alone."""

from __future__ import annotations

from dataclasses import dataclass

from celerykit.findings import Severity

__all__ = ["Paint"]

_SEVERITY = {"error": "1;31", "warning": "1;33", "info": "1;36"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Text in colour; as it is where `on` is false."""

    on: bool

    def severity(self, text: str, severity: Severity) -> str:
        """In the colour of the severity."""
        return self._in(text, _SEVERITY[severity])

    def bold(self, text: str) -> str:
        """In bold."""
        return self._in(text, "1")

    def frame(self, text: str) -> str:
        """In the colour of what frames the source: line numbers, bars, arrows."""
        return self._in(text, "1;34")

    def _in(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
