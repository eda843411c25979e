"""Configurations of a program of which no Celery app is seen: an installed package makes it, or another repository."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from celerykit.catalogue import SETTINGS
from celerykit.reading.discovering import is_config_file
from celerykit.reading.django_settings import django_settings
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.setting_names import setting_of
from celerykit.reading.things import Class, Expression, InModule, Thing

__all__ = ["LooseConfig", "loose_configs", "usual_namespace"]

# Upper-case names that begin so are Celery's, if Celery knows them.
_PREFIXES = ("BROKER_", "CELERY", "CELERYBEAT_", "CELERYD_")
_DICTS = frozenset({"CELERY", "CELERY_CONFIG", "CELERY_SETTINGS", "celery_config"})


@dataclass(frozen=True, slots=True)
class LooseConfig:
    """A module, a class or a dict that holds settings. attribute: its name in the module, "" for the module itself."""

    thing: InModule | Class | Expression
    attribute: str = ""


def loose_configs(outlines: Sequence[Outline], names: Names) -> list[tuple[Outline, LooseConfig]]:
    """The configurations that stand in modules; where Django's settings are among them, these alone."""
    own = [each for each in outlines if not is_test(each.scope.module.path)]
    taken = {source.module for each in own for source in _starred(each, names)}
    for each in own:
        evaluator = Evaluator(names)
        settings = django_settings(each, evaluator)
        if isinstance(settings, InModule) and _settings_in(names.outline(settings.module).scope):
            return [(names.outline(settings.module), LooseConfig(settings))]
    return [
        (each, config) for each in own if each.scope.module not in taken for config in _configs_in(each, names)
    ]  # fmt: skip


def usual_namespace(thing: Thing, outline: Outline) -> str:
    """The namespace under which a config is read that no app is seen to read.

    Django's settings nearly always have one; and so has whatever has new names with a prefix, as these mean nothing
    without, unless the new names stand there without it, too.
    """
    scope = thing.scope if isinstance(thing, Class) else outline.scope
    if isinstance(thing, Expression):
        return ""
    if "INSTALLED_APPS" in scope.bindings:
        return "CELERY"
    prefixed = any(name.startswith("CELERY_") and setting_of(name) is None for name in scope.bindings
                   if setting_of(name, "CELERY"))  # fmt: skip
    plain = any(name in SETTINGS for name in scope.bindings)
    return "CELERY" if prefixed and not plain and not is_config_file(outline.scope.module.path) else ""


def _starred(outline: Outline, names: Names) -> Iterator[InModule]:
    for star in outline.scope.stars:
        assert isinstance(star.origin, ast.ImportFrom)
        source = names.source(star.origin, outline.scope.module)
        if isinstance(source, InModule):
            yield source


def _configs_in(outline: Outline, names: Names) -> Iterator[LooseConfig]:
    if _settings_in(outline.scope):
        yield LooseConfig(InModule(outline.scope.module))
        return
    for scope in (outline.scope, *(outline.scopes[spot.node] for spot in outline.definitions)):
        for name in _DICTS & scope.bindings.keys():
            thing = names.bound_in(name, scope)
            if isinstance(thing, Expression) and _is_dict(thing, names):
                yield LooseConfig(thing, name if scope is outline.scope else "")
    for spot in outline.definitions:
        scope = outline.scopes[spot.node]
        if isinstance(spot.node, ast.ClassDef) and _settings_in(scope) and not _for_tests(spot.node):
            yield LooseConfig(Class(spot.node, scope), spot.node.name if spot.scope is outline.scope else "")


def _settings_in(scope: Scope) -> bool:
    """Whether a scope binds names that are settings of Celery's, and nobody else's."""
    return any(name.startswith(_PREFIXES) and setting_of(name, "CELERY") in SETTINGS for name in scope.bindings)


def _is_dict(thing: Expression, names: Names) -> bool:
    if isinstance(thing.node, ast.Call):
        return names.dotted(thing.node.func, thing.scope) == "builtins.dict"
    return isinstance(thing.node, ast.Dict)


def _for_tests(node: ast.ClassDef) -> bool:
    return "test" in node.name.lower()
