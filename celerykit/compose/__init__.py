"""A compose file with the servers that a profile needs, so configured that its intents hold."""

from __future__ import annotations

from celerykit.compose.document import ComposeFile, compose_file

__all__ = ["ComposeFile", "compose_file"]
