"""The settings that a config object holds: a module, a class, an object of a class, a dict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from celerykit.project import Entry, State, Value
from celerykit.reading.config_modules import held_by
from celerykit.reading.entries import Contents, entry, from_mapping, key_places
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.functions import is_property
from celerykit.reading.operations import same
from celerykit.reading.setting_names import setting_of
from celerykit.reading.settings_classes import field_names
from celerykit.reading.things import Class, Expression, Function, InModule, Instance, Outside, Thing

__all__ = ["alternatives", "contents"]

# Bases that bring no settings of Celery's.
_EMPTY = frozenset({
    "abc.ABC", "builtins.object", "configurations.Configuration", "pydantic.BaseModel", "pydantic.BaseSettings",
    "pydantic_settings.BaseSettings", "typing.Protocol",
})  # fmt: skip


def contents(thing: Thing | None, evaluator: Evaluator, namespace: str = "") -> Contents:
    """The settings in a config object."""
    match thing:
        case InModule(module):
            return held_by(evaluator.names.outline(module).scope, evaluator, namespace)
        case Class() if thing == evaluator.django:
            return of_instance(Instance(thing, None, thing.scope), evaluator, namespace)
        case Class():
            return _of_class(thing, evaluator, namespace)
    if isinstance(thing, Expression):
        made = evaluator.names.instance(thing)
        if made:
            return of_instance(made, evaluator, namespace)
        value = evaluator.value(thing.node, thing.scope, thing.guards)
        places = key_places(thing.node, thing.scope, evaluator)
        return from_mapping(value, places, "mapping", namespace)
    return Contents(complete=False)


def of_instance(instance: Instance, evaluator: Evaluator, namespace: str) -> Contents:
    """The settings that an object holds: those of its class, its properties, and the fields that it is given."""
    held = _of_class(instance.owner, evaluator, namespace)
    names = evaluator.names
    found: list[Entry] = []
    for each in held.entries:
        base = replace(each.value, state=State.UNKNOWN, value=None)
        value = evaluator.members.of_instance(instance, each.name, base) if each.in_force else each.value
        found.append(replace(each, value=value))
    seen = {each.name for each in found}
    for name in dict.fromkeys((*field_names(instance.owner, names), *_methods(instance.owner, evaluator))):
        setting = setting_of(name, namespace)
        if setting and name not in seen:
            place = instance.owner.scope.module.place(instance.owner.node)
            base = Value(State.UNKNOWN, None, place, text=name)
            found.append(entry(name, setting, evaluator.members.of_instance(instance, name, base), place, "module"))
    return Contents(tuple(found), held.complete and not _has_init(instance.owner, evaluator))


def _has_init(owner: Class, evaluator: Evaluator) -> bool:
    """Whether an object sets attributes of its own when it is made, of which not all are seen."""
    return any(isinstance(each, Class) and "__init__" in each.scope.bindings for each in evaluator.names.lineage(owner))


def _methods(owner: Class, evaluator: Evaluator) -> Iterator[str]:
    """The properties of a class."""
    for each in evaluator.names.lineage(owner):
        if isinstance(each, Class):
            for name in each.scope.bindings:
                thing = evaluator.names.inherited(each, name)
                if isinstance(thing, Function) and is_property(thing, evaluator):
                    yield name


def alternatives(found: Sequence[Contents]) -> Contents:
    """What a config holds that is one of several: what they do not agree on is not known."""
    first, *others = found
    if not others:
        return first
    entries: list[Entry] = []
    every = [{each.name: each for each in part.entries if each.in_force} for part in found]
    for name in dict.fromkeys(name for part in every for name in part):
        alike = [part[name] for part in every if name in part]
        base = replace(alike[0].value, state=State.UNKNOWN, value=None, literal=False)
        value = same(base, [each.value for each in alike]) if len(alike) == len(every) else base
        entries.append(replace(alike[0], value=value))
    return Contents(tuple(entries), all(part.complete for part in found))


def _of_class(owner: Class, evaluator: Evaluator, namespace: str) -> Contents:
    found: list[Entry] = []
    complete = True
    # Bases first, so that what the class says itself comes last and wins.
    for each in reversed(list(evaluator.names.lineage(owner))):
        if isinstance(each, Outside):
            complete = complete and each.dotted in _EMPTY
            continue
        part = held_by(each.scope, evaluator, namespace)
        found, complete = [*found, *part.entries], complete and part.complete
    return Contents(tuple(found), complete)
