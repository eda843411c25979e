"""For whom a configuration is: by the name of its file, or of the class that is in use."""

from __future__ import annotations

import re
from typing import Literal

from celerykit.project import Project, Value

__all__ = ["Stage", "stage_of"]

Stage = Literal["tests", "development", "base", ""]

_WORDS: dict[str, Stage] = {
    **dict.fromkeys(("ci", "conftest", "e2e", "pytest", "test", "testing", "tests", "unittest"), "tests"),
    **dict.fromkeys(("debug", "dev", "devel", "developer", "development", "local", "sandbox"), "development"),
    **dict.fromkeys(("base", "common", "default", "defaults", "shared"), "base"),
}
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def stage_of(project: Project, value: Value) -> Stage:
    """For whom a value is: "tests", "development", "base" where others build upon it, "" for all or production.

    A base counts only where nothing shows that another module, which builds upon it, is the one in use.
    """
    found = _named(value.place.path.rpartition("/")[2].removesuffix(".py")) if value.place else ""
    used = _in_use(project)
    if found == "base":
        return _named(used) if used or _is_built_upon(project, value) else found
    return found or _named(used)


def _named(text: str) -> Stage:
    words = {word.lower() for word in _WORD.findall(text)}
    return next((stage for word, stage in _WORDS.items() if word in words), "")


def _in_use(project: Project) -> str:
    """The last name of what Django's settings, or the configuration, are taken from: "DevelopmentConfig", "local"."""
    if project.django and project.django.in_use:
        return project.django.in_use.rpartition(".")[2]
    given = project.source
    text = given.value if given and isinstance(given.value, str) else given.text if given else ""
    return text.replace(":", ".").rpartition(".")[2]


def _is_built_upon(project: Project, value: Value) -> bool:
    """Whether a setting in force stands in another file beside this one."""
    own = value.place.path if value.place else ""
    said = [entry.place for entry in project.config.in_force() if entry.way == "module"]
    said += [each.place for each in project.django.settings.values()] if project.django else []
    folder = own.rpartition("/")[0]
    return any(place and place.path != own and place.path.rpartition("/")[0] == folder for place in said)
