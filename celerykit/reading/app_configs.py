"""The configuration of an app, from all that has a say in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from celerykit.catalogue import SETTINGS
from celerykit.project import Config, Entry, State, Value
from celerykit.reading.apps import App
from celerykit.reading.celery_versions import parts
from celerykit.reading.conf_writes import ConfWrites
from celerykit.reading.config_projects import config_of
from celerykit.reading.config_sources import ConfigSources, text_of
from celerykit.reading.constructors import Construction
from celerykit.reading.entries import Contents
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.precedence import in_force
from celerykit.reading.scopes import Scope
from celerykit.reading.setting_names import setting_of

__all__ = ["AppConfig", "app_config"]

_USUAL_NAMESPACE = "CELERY"


@dataclass(frozen=True, slots=True, repr=False)
class AppConfig:
    """A config, and what `config_from_object` is given for it, if it is called."""

    config: Config
    source: Value | None


def app_config(
    app: App, made: Construction, writes: ConfWrites, sources: ConfigSources, evaluator: Evaluator, celery: str
) -> AppConfig:
    """The config of an app. made: what its constructor says. celery: the version that the project pins, or ""."""
    namespace, given = made.namespace, None
    objects: list[Contents] = []
    if made.source:
        given = evaluator.value(made.source, app.scope)
        objects.append(sources.read(made.source, app.scope, namespace))
    for spot in writes.sources:
        node, said = _given(spot.node)
        namespace = _namespace(said, spot.scope, evaluator) or namespace
        objects.append(sources.read(node, spot.scope, namespace))
        given = evaluator.value(node, spot.scope) if node else given
    complete = made.complete and (not objects or objects[-1].complete)
    earlier = [part.entries for part in objects]
    keywords = _named(made.entries, namespace)
    base = config_of(in_force(earlier, keywords, namespace, parts(celery)), namespace, complete, celery)
    written = _named(writes.entries(lambda name: _before(name, base)), namespace)
    entries = in_force(earlier, (*keywords, *written), namespace, parts(celery))
    config = config_of(entries, namespace, complete and writes.complete, celery, app.module.path)
    return AppConfig(config, given)


def _named(entries: Iterable[Entry], namespace: str) -> tuple[Entry, ...]:
    """What is said on the app, where names may have the prefix, too: `app.conf.CELERY_TASK_ACKS_LATE = True`."""
    return tuple(replace(each, setting=each.setting or setting_of(each.name, namespace)) for each in entries)


def _before(name: str, config: Config) -> Value:
    """The value of a setting before the app's own `conf` is written to; Celery's default is a value like others."""
    if name not in SETTINGS:
        named = (each.value for each in reversed(config.entries) if each.name == name)
        return next(named, Value(State.UNKNOWN))
    value = config[name]
    return replace(value, state=State.KNOWN) if value.state is State.DEFAULT else value


def _given(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """The object and the namespace that a call of config_from_object gives."""
    words = {word.arg: word.value for word in call.keywords}
    given: Sequence[ast.expr] = call.args
    return (given[0] if given else words.get("obj")), words.get("namespace")


def _namespace(node: ast.expr | None, scope: Scope, evaluator: Evaluator) -> str:
    """The namespace that is given; the usual one where only running tells which: there is one, at any rate."""
    unknown = node is not None and evaluator.value(node, scope).unknown
    return _USUAL_NAMESPACE if unknown else text_of(node, scope, evaluator)
