"""The app that brings the checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

__all__ = ["CelerykitConfig"]


class CelerykitConfig(AppConfig):  # type: ignore[misc] # Django ships no types
    """celerykit in a Django project."""

    name = "celerykit.integrations.django"
    label = "celerykit"
    verbose_name = "celerykit"

    def ready(self) -> None:
        """Register the checks, which `manage.py check --deploy` runs: reading the whole project takes too long else."""
        from celerykit.integrations.django.checking import findings

        checks.register(findings, "celerykit", deploy=True)
