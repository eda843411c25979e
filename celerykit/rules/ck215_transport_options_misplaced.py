from __future__ import annotations

from collections.abc import Iterator

from celerykit.backends import for_url as backend_of
from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.foreign_names import is_of_a_transport
from celerykit.rules.options import key
from celerykit.rules.transports import given
from celerykit.rules.urls import broker, urls
from celerykit.rules.words import assignment, named
from celerykit.values.secrets import is_secret_name, shown


class TransportOptionsMisplaced(Rule):
    """An option stands where nobody reads it: the right name, the wrong place.

    *Why*: Celery reads settings, kombu's transport reads `broker_transport_options`, and the result backend reads a few
    names of `result_backend_transport_options`.
    None looks into another's place, and none complains: a `visibility_timeout` among the settings, or among the options
    of the results alone, leaves the transport at its hour, and a `task_default_priority` among the options of the
    transport sets nothing.

    *Instead*: put each where it is read.
    """

    code = "CK215"
    name = "transport-options-misplaced"
    severity = "warning"
    message = "{key} stands {where} where nobody reads it: {place}"
    fix = "{cure}"
    symptoms = ("visibility_timeout has no effect", "global_keyprefix has no effect")
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
result_backend_transport_options = {"visibility_timeout": 43200}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
broker_transport_options = {"visibility_timeout": 43200}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        yield from self._options_among_settings(project)
        yield from self._settings_among_options(project)
        yield from self._options_of_the_broker_among_those_of_results(project)

    def _options_among_settings(self, project: Project) -> Iterator[Finding]:
        own, head = project.config["broker_transport_options"], f"{project.config.namespace}_".lower().lstrip("_")
        for entry in project.config.in_force():
            bare = entry.name.lower().removeprefix(head)
            if entry.setting is not None or entry.used or not is_of_a_transport(bare):
                continue
            name = bare.removeprefix("celery_").removeprefix("broker_")
            if entry.name.isupper() and name == entry.name.lower():
                continue  # a settings module, such as Django's, has names of its own
            if own.open or (own.unknown and not own.keys) or key(own, name):
                continue
            place = f"the transport reads it from {named(project, 'broker_transport_options')}"
            yield self._told(project, name, entry.value, f"among the settings, as {entry.name},", place, "")

    def _settings_among_options(self, project: Project) -> Iterator[Finding]:
        for name, value in given(project.config["broker_transport_options"]):
            setting = name if name in SETTINGS else OLD_NAMES.get(name)
            if setting is None:
                continue
            where = f"in {named(project, 'broker_transport_options')},"
            yield self._told(project, name, value, where, "it is a setting of its own", setting)

    def _options_of_the_broker_among_those_of_results(self, project: Project) -> Iterator[Finding]:
        own, results = project.config["broker_transport_options"], project.config["result_backend_transport_options"]
        backend = next((backend_of(url) for url in urls(project.config["result_backend"])), None)
        kind = broker(project)
        if own.open or (own.unknown and not own.keys) or backend is None or not backend.options:
            return
        for name, value in given(results):
            # Celery's own manual says to repeat the visibility timeout here: where both have it, no harm is done.
            if kind is None or name not in kind.options or name in backend.options or key(own, name):
                continue
            where = f"in {named(project, 'result_backend_transport_options')},"
            place = f"{kind.title} reads it from {named(project, 'broker_transport_options')}"
            yield self._told(project, name, value, where, place, "")

    def _told(self, project: Project, name: str, value: Value, where: str, place: str, setting: str) -> Finding:
        plain = value.known and isinstance(value.value, (str, int, float)) and not is_secret_name(name)
        written = shown(value.value).replace("'", '"') if plain else "…"
        return self.finding(
            value,
            subject=project.config.subject,
            said="nobody reads it here",
            key=name,
            where=where,
            place=place,
            cure=assignment(project, setting, written)
            if setting
            else assignment(project, "broker_transport_options", f'{{"{name}": {written}}}'),
        )
