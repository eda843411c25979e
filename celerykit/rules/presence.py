"""What a project has, in the words of `RULES` (index.py): what must be there for a rule to have anything to say."""

from __future__ import annotations

from celerykit.catalogue import OLD_NAMES, VARIABLES
from celerykit.project import Project
from celerykit.rules.index import RULES

__all__ = ["has_to_do_with", "what_there_is"]

_FIELDS = (
    "calls",
    "canvases",
    "clients",
    "discoveries",
    "django",
    "failures",
    "periodic",
    "reads",
    "security",
    "source",
    "strays",
    "tasks",
)


def has_to_do_with(module: str, there: frozenset[str]) -> bool:
    """Whether the rule in that module may find anything in a project that has this (`what_there_is`)."""
    return not there.isdisjoint(RULES[module].split())


def what_there_is(project: Project) -> frozenset[str]:
    """What the project has, in the words of `RULES`."""
    there = {"always"}
    for entry in project.config.entries:
        there |= {entry.setting, "settings"} if entry.setting else {"unknown"}
        if entry.name in OLD_NAMES:
            there.add("old")
        if entry.setting in VARIABLES.values() and entry.value.known:
            there |= _schemes(entry.value.value)
    there |= {name for name in _FIELDS if getattr(project, name)}
    if project.deployment.processes or project.deployment.images:
        there.add("deployment")
    if project.config.loaded:
        there.add("loaded")
    return frozenset(there)


def _schemes(value: object) -> set[str]:
    """How the URLs of a value begin: "redis://" of redis+socket:///tmp/redis.sock too."""
    texts = value if isinstance(value, (list, tuple)) else (value,)
    urls = [url for text in texts if isinstance(text, str) for url in text.split(";")]
    heads = [url.partition("://")[0].partition("+")[0].lower() if "://" in url else "" for url in urls]
    return {f"{head if head.replace('-', '').isalnum() else ''}://" for head in heads}
