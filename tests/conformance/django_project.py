"""A Django project that keeps results."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["prepare"]


def prepare(database: Path) -> None:
    """Makes this process, and those that it starts, one of the project; and the tables in its SQLite file."""
    os.environ["CONFORMANCE_DJANGO"] = str(database)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.conformance.django_settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
