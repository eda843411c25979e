from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import STORES, Store, backend, kind_of
from celerykit.rules.words import named, unless
from celerykit.values.secrets import shown


class ResultFailureExpiresUnsupported(Rule):
    """The result backend cannot do what result_failure_expires or result_compression ask of it.

    *Why*: only Redis keeps failures for another time than results.
    Some backends put a result into a document of text, where nothing compressed has a place.
    Celery 5.7 warns once at the start, and goes on without.

    *Instead*: take the setting out, or keep results in Redis.
    """

    code = "CK319"
    name = "result-failure-expires-unsupported"
    severity = "warning"
    since = "5.7"
    message = "{store} does not heed {name} = {value}: {seen}{unless}"
    fix = "take {name} out, or keep results in Redis"
    symptoms = (
        "UserWarning: The DatabaseBackend result backend does not support result_failure_expires",
        "UserWarning: The result_compression setting is ignored and results are stored uncompressed",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+postgresql://localhost/results"
result_failure_expires = 604800
"""
    good = bad.replace("db+postgresql://localhost/results", "redis://localhost:6379/1")

    def check(self, project: Project) -> Iterator[Finding]:
        kept = backend(project)
        store = STORES.get(kind_of(kept))
        if not store or kind_of(kept) == "disabled":
            return
        for setting, seen in _unsupported(store):
            value = project.config[setting]
            if value.known and value.value is not None and value.value != "":
                yield self.finding(
                    value,
                    subject=project.config.subject,
                    said="has no effect here",
                    related=label(kept, "kept here"),
                    store=store.title,
                    name=named(project, setting),
                    value=shown(value.value),
                    seen=seen,
                    unless=unless(kept),
                )


def _unsupported(store: Store) -> Iterator[tuple[str, str]]:
    if store.chords != "native":
        yield "result_failure_expires", "failed results expire like any other"
    if not store.compresses:
        yield "result_compression", "results are stored uncompressed"
