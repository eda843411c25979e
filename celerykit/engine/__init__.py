"""Which checks run on which targets, and what is silenced."""

from __future__ import annotations

from celerykit.engine.run import validate

__all__ = ["validate"]
