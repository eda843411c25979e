"""The project of a config that belongs to no app: what `celerykit validate celeryconfig` reads, and little else."""

from __future__ import annotations

from collections.abc import Iterable

from celerykit.catalogue import defaults
from celerykit.project import Config, Entry, Project
from celerykit.reading.celery_versions import parts
from celerykit.reading.config_objects import contents
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.precedence import in_force
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, InModule, Thing

__all__ = ["config_of", "config_project"]

# The newest Celery that is known here; its defaults and its reading of names hold where no version is pinned.
_NEWEST = (5, 7)


def config_of(entries: Iterable[Entry], namespace: str, complete: bool, celery: str, subject: str = "") -> Config:
    """A config with the defaults of the version of Celery in use."""
    return Config(tuple(entries), namespace, complete, defaults(parts(celery) or _NEWEST), subject)


def config_project(thing: Thing, module: Module, namespace: str, names: Names, celery: str) -> Project:
    """The project of a config object that stands in a module."""
    evaluator = Evaluator(names)
    if "INSTALLED_APPS" in names.outline(module).scope.bindings and isinstance(thing, (InModule, Class)):
        evaluator.django = thing
    held = contents(thing, evaluator, namespace)
    entries = in_force([held.entries], (), namespace, parts(celery))
    config = config_of(entries, namespace, held.complete, celery, module.path)
    return Project(config=config, celery=celery, tests=is_test(module.path))
