"""`load_profile`: the one call that most people need."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from celerykit.catalogue import VARIABLES
from celerykit.errors import Problem, ProfileNotFound
from celerykit.intents import NAMES as INTENTS
from celerykit.profile.compiling import Plan, compile_plan
from celerykit.profile.config import CeleryConfig, Note
from celerykit.profile.document import Document
from celerykit.profile.dotenv import read_dotenv
from celerykit.profile.environment import read_by_nobody, read_environment
from celerykit.profile.find import Found, all_profiles, find_profile, settings_file, tool_table
from celerykit.profile.layers import Layer, Said, cells_of
from celerykit.profile.lineage import lineage
from celerykit.profile.platforms import fallback_urls
from celerykit.settings.conversions import flag
from celerykit.values.places import Source
from celerykit.values.suggestions import did_you_mean

if TYPE_CHECKING:
    from typing import Unpack

    from celerykit.settings.keywords import Settings

__all__ = ["installed_celery", "load_profile"]


def load_profile(
    name: str | None = None,
    *,
    env: Mapping[str, str] | None = None,
    intent: Mapping[str, object] | None = None,
    app_name: str | None = None,
    **settings: Unpack[Settings],
) -> CeleryConfig:
    """A profile, compiled for the broker in force: `app.config_from_object(load_profile("rabbitmq-redis"))`.

    name: of a profile, or the path of one; without it CELERYKIT_PROFILE, else `[tool.celerykit] profile`.
    env: replaces os.environ for this load; for tests. intent: intents over the profile's.
    app_name: the name of the default queue, so that two apps on one broker do not take each other's tasks.
    settings: Celery's, over the profile's and under the environment's (design: Celery itself lets the environment win).

    What cannot be kept but need not be refused is logged to "celerykit", once in a process.
    Raises ProfileNotFound, or ConfigurationError with every problem of the load.
    """
    variables = dict(os.environ if env is None else env)
    config = compile_plan(_plan(name, variables, intent or {}, app_name, settings))
    notes = config.notes if env is None else (*config.notes, *_celery_obeys(variables))
    for note in notes:
        _say(note.severity, str(note))
    if count := len(config.needs):
        points = "one point" if count == 1 else f"{count} points"
        fact = f"what the servers of profile {config.facts.profile} must be cannot be checked without a connection"
        _say("info", f"{fact}: celerykit show lists {points}")
    return config


def _plan(
    name: str | None,
    process: Mapping[str, str],
    intent: Mapping[str, object],
    app_name: str | None,
    settings: Mapping[str, Any],
) -> Plan:
    dotenv, wrong = read_dotenv(process)
    variables = {**dotenv, **process}
    found = find_profile(name or _named(variables), variables)
    documents = lineage(found, variables)
    misshapen = [problem for document in documents for problem in document.problems]
    count = len(documents)
    layers = [_document_layer(document, level) for level, document in enumerate(documents)]
    layers.append(Layer(count, fallback_urls(documents, variables, count)))
    layers.append(_arguments_layer(settings, intent, count + 1))
    beneath = {key: value for key, value in dotenv.items() if not process.get(key)}
    from_file = read_environment(beneath, level=count + 2, kind="env-file")
    from_env = read_environment(process, level=count + 3)
    layers += [from_file.layer, from_env.layer]
    own = {**from_file.own, **from_env.own}
    embedded, unclear = _embedded(documents, own)
    return Plan(
        profile=found.name,
        path=found.shown,
        summary=documents[-1].summary,
        layers=layers,
        celery=installed_celery(),
        app_name=_app_name(documents, from_env.own, from_file.own, app_name, count),
        embedded=embedded,
        problems=[*wrong, *misshapen, *unclear, *_wrong_intents(intent), *from_file.problems, *from_env.problems],
        notes=[*_shadowing(found), *_ignored(variables)],
    )


def installed_celery() -> tuple[int, ...]:
    """The version of the installed Celery: (5, 7, 0)."""
    import re

    import celery

    return tuple(int(part) for part in re.findall(r"\d+", celery.__version__)[:3])


def _named(variables: Mapping[str, str]) -> str:
    if variables.get("CELERYKIT_PROFILE"):
        return variables["CELERYKIT_PROFILE"]
    table = tool_table(settings_file())
    if isinstance(table.get("profile"), str):
        return str(table["profile"])
    names = ", ".join(found.name for found in all_profiles(variables))
    cure = f"name one, or set CELERYKIT_PROFILE, or [tool.celerykit] profile; in reach: {names}"
    raise ProfileNotFound([Problem("profile", "none was named", cure=cure)])


def _document_layer(document: Document, level: int) -> Layer:
    urls = {key: document.data[key] for key in ("broker_url", "result_backend") if key in document.data}
    cells = cells_of(urls, {(key,): document.source(key) for key in urls}, level)
    cells |= _cells(document, level, "settings")
    intents = {k: Said(v, document.source("intent", k), level) for k, v in document.table("intent").items()}
    queues = {k: Said(v, document.source("queues", k), level) for k, v in document.table("queues").items()}
    parts = {
        (kind, name): _cells(document, level, kind, name, "settings")
        for kind in ("broker", "backend")
        for name in document.table(kind)
    }
    return Layer(level, cells, intents, queues, parts)


def _cells(document: Document, level: int, *table: str) -> dict[str, Any]:
    settings = document.table(*table)
    sources: dict[tuple[str, ...], Source] = {(name,): document.source(*table, name) for name in settings}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            sources |= {(name, key): document.source(*table, name, key) for key in value}
    return dict(cells_of(settings, sources, level))


def _arguments_layer(settings: Mapping[str, Any], intent: Mapping[str, object], level: int) -> Layer:
    sources: dict[tuple[str, ...], Source] = {(n,): Source("argument", f"load_profile({n}=…)") for n in settings}
    wishes = {
        name: Said(value, Source("argument", f"load_profile(intent={{{name!r}: …}})"), level)
        for name, value in intent.items()
        if name in INTENTS
    }
    return Layer(level, cells_of(settings, sources, level), wishes)


def _wrong_intents(intent: Mapping[str, object]) -> list[Problem]:
    return [
        Problem(name, "is not an intent", "load_profile(intent=…)", did_you_mean(name, INTENTS, ", ".join(INTENTS)))
        for name in intent
        if name not in INTENTS
    ]


def _embedded(documents: list[Document], own: Mapping[str, str]) -> tuple[bool, list[Problem]]:
    if said := own.get("CELERYKIT_EMBEDDED"):
        try:
            return flag(said), []
        except ValueError:
            fact = f"{said!r} is neither 1 nor 0"
            return False, [Problem("CELERYKIT_EMBEDDED", fact, "environment", "set it to 1 or 0")]
    return bool(next((d.data["embedded"] for d in reversed(documents) if "embedded" in d.data), False)), []


def _app_name(
    documents: list[Document], env: Mapping[str, str], file: Mapping[str, str], argument: str | None, level: int
) -> Said | None:
    """Environment, argument, profile, `[tool.celerykit]`: never guessed, as client and worker could then differ."""
    name = "CELERYKIT_APP_NAME"
    if name in env:
        return Said(env[name], Source("environment", name), level + 3)
    if name in file:
        return Said(file[name], Source("env-file", name), level + 2)
    if argument:
        return Said(argument, Source("argument", "load_profile(app_name=…)"), level + 1)
    for document in reversed(documents):
        if "app_name" in document.data:
            return Said(document.data["app_name"], document.source("app_name"), level)
    named = tool_table(settings_file()).get("app_name")
    return Said(named, Source("profile", "[tool.celerykit] app_name"), level) if isinstance(named, str) else None


def _shadowing(found: Found) -> list[Note]:
    if not found.shadows or found.shipped:
        return []
    text = f"{found.shown} takes the place of a profile of the same name; shipped:{found.name} is the shipped one"
    return [Note("info", found.name, text)]


def _ignored(variables: Mapping[str, str]) -> list[Note]:
    return [
        Note("warning", name, f"{name} is read by nobody; {right} is read", Source("environment", name))
        for name, right in read_by_nobody(variables)
    ]


def _celery_obeys(variables: Mapping[str, str]) -> list[Note]:
    """With `env=`, the process's own environment may name another URL, and Celery obeys that one."""
    return [
        Note("warning", name, f"{name} is set in this process, and Celery obeys it over what was given as env=")
        for name in VARIABLES
        if os.environ.get(name) and os.environ[name] != variables.get(name)
    ]


@cache
def _say(severity: str, text: str) -> None:
    import logging

    logging.getLogger("celerykit").log(logging.WARNING if severity == "warning" else logging.INFO, text)
