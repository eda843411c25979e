"""Layers into what Celery will see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from celerykit.backends.base import Backend
from celerykit.brokers.base import Broker
from celerykit.errors import ConfigurationError, Problem
from celerykit.intents import TASK, Compiled, Intents, Refusal, Remark
from celerykit.profile.alternatives import with_alternatives
from celerykit.profile.annotations import Annotations
from celerykit.profile.breaking import broken
from celerykit.profile.checking import checked, named_right
from celerykit.profile.config import CeleryConfig, Facts, Note
from celerykit.profile.layers import UNSET, Cell, Layer, Said, merged, said
from celerykit.profile.options import check_options, drop_foreign_options, number_priorities
from celerykit.profile.urls import Urls, urls_in_force, wrong_urls
from celerykit.profile.wishes import read_intents
from celerykit.values.places import Source

__all__ = ["Plan", "compile_plan"]


@dataclass(frozen=True)
class Plan:
    """What to compile: the layers, lowest first, and what the profile is.

    app_name: of the default queue, None where nobody gave one. embedded: where from, None for no.
    """

    profile: str
    path: str
    summary: str
    layers: Sequence[Layer]
    celery: tuple[int, ...]
    app_name: Said | None = None
    embedded: bool = False
    problems: Sequence[Problem] = ()
    notes: Sequence[Note] = ()


@dataclass
class _Work:
    """A compilation under way."""

    plan: Plan
    settings: dict[str, Cell] = field(default_factory=dict)
    task_defaults: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def compile_plan(plan: Plan) -> CeleryConfig:
    """The config that the layers come to. Raises ConfigurationError with every problem that there is."""
    work = _Work(plan, problems=list(plan.problems), notes=list(plan.notes))
    for layer in plan.layers:
        for settings in (layer.settings, *layer.parts.values()):
            work.problems += named_right(settings, plan.celery)
    urls = urls_in_force(plan.layers)
    work.problems += wrong_urls(urls)
    wishes, intents, wrong = _intents(plan.layers)
    work.problems += wrong
    _compile_intents(work, urls, intents, wishes)
    _lay(work, urls)
    _name_queues(work, intents, urls.broker)
    if urls.broker is not None:
        work.notes += drop_foreign_options(work.settings, urls.broker, urls.backend)
        work.problems += check_options(work.settings, urls.broker, urls.backend)
    told = {problem.setting for problem in work.problems}  # of a name that is wrong already, its value is no matter
    values, wrong = checked({name: cell for name, cell in work.settings.items() if name not in told})
    work.problems += wrong
    if work.problems or urls.broker is None:  # without a broker there is a problem that says so
        raise ConfigurationError(_each_once(work.problems))
    return _config(work, values, urls.broker, urls.backend, intents, wishes)


def _intents(layers: Sequence[Layer]) -> tuple[dict[str, Said], Intents, list[Problem]]:
    wishes: dict[str, Said] = {}
    queues: dict[str, Said] = {}
    for layer in layers:
        wishes.update(layer.intents)
        queues.update(layer.queues)
    wanted = {name: wish for name, wish in wishes.items() if wish.value != UNSET}
    return wanted, *read_intents(wanted, queues)


def _compile_intents(work: _Work, urls: Urls, intents: Intents, wishes: Mapping[str, Said]) -> None:
    """What the intents become, as the lowest layer; each value as strong as the intents it depends on."""
    celery = work.plan.celery
    for kind, url in ((urls.broker, urls.broker_text), (urls.backend, urls.backend_text)):
        if kind is None:
            continue
        compiled, refused = kind.compile(intents, celery=celery, url=url)
        if kind is urls.backend and urls.broker:
            refused = [*refused, *urls.backend.beside(urls.broker.name, intents)]
        _take(work, compiled, wishes, kind.name)
        if work.plan.embedded and getattr(kind, "embedded", True):
            _allow(work, refused, wishes)
        else:
            _refuse(work, refused, wishes, intents, kind)


def _take(work: _Work, compiled: Iterable[Compiled], wishes: Mapping[str, Said], through: str) -> None:
    for item in compiled:
        causes = [wishes[name] for name in item.intent.split(", ") if name in wishes]
        places = ", ".join(sorted({str(cause.source) for cause in causes}))
        text = f"{item.intent} ({places}), through {through}" if places else f"{item.intent}, through {through}"
        value = Said(item.value, Source("intent", text), max((cause.level for cause in causes), default=0))
        name, *key = item.path
        if name == TASK:
            work.task_defaults[key[0]] = item.value
        elif key:
            cell = work.settings.setdefault(name, {})
            if isinstance(cell, dict):
                cell[key[0]] = value
        else:
            work.settings[name] = value


def _allow(work: _Work, refused: Iterable[Refusal], wishes: Mapping[str, Said]) -> None:
    for item in refused:
        text = f"{item.fact}; embedded, so this is allowed"
        work.notes.append(Note("warning", item.intent, text, _who(item.intent, wishes)))


def _refuse(
    work: _Work, refused: Iterable[Refusal], wishes: Mapping[str, Said], intents: Intents, kind: Broker | Backend
) -> None:
    for item in refused:
        cure = with_alternatives(item.cure, item.intent, intents, kind, celery=work.plan.celery)
        work.problems.append(Problem(item.intent, item.fact, str(_who(item.intent, wishes) or ""), cure))


def _who(intent: str, wishes: Mapping[str, Said]) -> Source | None:
    return wishes[intent].source if intent in wishes else None


def _remarks(remarks: Iterable[Remark], wishes: Mapping[str, Said]) -> list[Note]:
    return [Note(item.severity, item.intent, item.text, _who(item.intent, wishes)) for item in remarks]


def _lay(work: _Work, urls: Urls) -> None:
    """The layers over what the intents became; parts of other brokers and backends fall away."""
    in_force = (("broker", urls.broker), ("backend", urls.backend))
    parts = [(kind, found.name) for kind, found in in_force if found is not None]
    for layer in work.plan.layers:
        for settings in (layer.settings, *(layer.parts.get(part, {}) for part in parts)):
            for name, cell in settings.items():
                work.notes += broken(name, work.settings.get(name), cell)
                result = merged(work.settings.get(name), cell)
                work.settings.pop(name, None)
                if result is not None and result != {}:
                    work.settings[name] = result


def _name_queues(work: _Work, intents: Intents, broker: Broker | None) -> None:
    """The default queue: of `[queues]` the first, else the app's own name, else Celery's, with a note."""
    if "task_default_queue" in work.settings:
        return
    name = work.plan.app_name
    if intents.queues:
        queues = next(layer.queues for layer in reversed(work.plan.layers) if intents.queues[0] in layer.queues)
        first = queues[intents.queues[0]]
        work.settings["task_default_queue"] = Said(intents.queues[0], first.source, first.level)
        declared = {name: dict(broker.queue(name, intents)) if broker else {} for name in intents.queues}
        work.settings.setdefault(
            "task_queues",
            {name: Said({"routing_key": name, **of}, first.source, first.level) for name, of in declared.items()},
        )
    elif name is not None:
        work.settings["task_default_queue"] = name
    else:
        fact = "task_default_queue is Celery's \"celery\": two apps on one broker then take each other's tasks"
        work.notes.append(Note("warning", "task_default_queue", f'{fact}; give app_name="…"'))


def _config(
    work: _Work,
    values: dict[str, Any],
    broker: Broker,
    backend: Backend | None,
    intents: Intents,
    wishes: Mapping[str, Said],
) -> CeleryConfig:
    plan = work.plan
    remarks = [item for kind in (broker, backend) if kind for item in kind.tells(intents, values, celery=plan.celery)]
    work.notes += _remarks(remarks, wishes)
    number_priorities(values, broker, intents)
    sources = _sources(work.settings)
    if work.task_defaults or intents.longest_task is not None:
        _annotate(work, values, sources)
    facts = Facts(
        profile=plan.profile,
        path=plan.path,
        summary=plan.summary,
        broker=broker.name,
        backend=backend.name if backend else "",
        embedded=plan.embedded,
        intents={name: (wish.value, wish.source) for name, wish in wishes.items()},
        wanted=intents,
        priorities={name: broker.priority(name, intents) for name in intents.priorities},
        needs=(*broker.needs(intents, values), *(backend.needs(intents) if backend else ())),
        notes=tuple(work.notes),
    )
    return CeleryConfig(values, sources, facts)


def _annotate(work: _Work, values: dict[str, Any], sources: dict[tuple[str, ...], Source]) -> None:
    """Task defaults that have no setting ride on the annotations."""
    own = values.get("task_annotations")
    if own is not None and not isinstance(own, Mapping):
        names = ", ".join(work.task_defaults or ("soft_time_limit",))
        text = f"task_annotations is no table, so {names} of tasks cannot be set beside it"
        work.notes.append(Note("info", "task_annotations", text))
        return
    values["task_annotations"] = Annotations(own or {}, work.task_defaults)
    sources.setdefault(("task_annotations",), Source("intent", "delivery"))


def _sources(settings: Mapping[str, Cell]) -> dict[tuple[str, ...], Source]:
    """Who set each setting and each key; of a whole dictionary, who set the strongest of its keys."""
    sources = {}
    for name, cell in settings.items():
        for key, value in said(cell):
            sources[(name, *key)] = value.source
        if isinstance(cell, dict) and cell:
            sources[(name,)] = max(cell.values(), key=lambda value: value.level).source
    return sources


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))
