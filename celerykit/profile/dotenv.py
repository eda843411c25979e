"""The .env file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from celerykit.errors import Problem
from celerykit.profile.find import settings_file

__all__ = ["read_dotenv"]


def read_dotenv(env: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """The variables of the file, and what is wrong with it.

    CELERYKIT_ENV_FILE names it; else it is `.env` beside the nearest celerykit.toml or pyproject.toml, or in the
    working directory where there is none. A named file must be there; the other need not.
    """
    named = env.get("CELERYKIT_ENV_FILE")
    beside = settings_file()
    path = Path(named).expanduser() if named else (beside.parent if beside else Path.cwd()) / ".env"
    if not path.is_file():
        if not named:
            return {}, []
        fact = f"names {named}, which is not a file"
        return {}, [Problem("CELERYKIT_ENV_FILE", fact, "environment", "name a file, or unset it")]
    from dotenv import dotenv_values

    try:
        found = dotenv_values(path, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}, [Problem(path.name, "cannot be read as text", cure="save it as UTF-8")]
    return {name: value for name, value in found.items() if value}, []
