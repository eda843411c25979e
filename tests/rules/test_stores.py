from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from celery.app.backends import BACKEND_ALIASES
from celery.backends.base import Backend

from celerykit.rules.stores import STORES, backend, keeps_results, kind_of, written_kind
from tests.rules.build import deployed, env, known, process, project, task, unknown

# riak: an alias without a module.
ALIASES = sorted(BACKEND_ALIASES.keys() - {"riak"})


def backend_class(alias: str) -> Any:
    module, _, name = BACKEND_ALIASES[alias].replace(":", ".").rpartition(".")
    return getattr(import_module(module), name)


def test_all_that_celery_has_are_here() -> None:
    assert sorted(STORES.keys() - {"django-cache", "django-db"}) == ALIASES


# The module of azureblockblob imports Azure's packages.
@pytest.mark.parametrize("alias", sorted({*ALIASES} - {"azureblockblob"}))
def test_they_are_as_celery_says(alias: str) -> None:
    real, store = backend_class(alias), STORES[alias]
    cleans = real.cleanup is not Backend.cleanup
    assert store.expiry == ("itself" if real.supports_autoexpire else "cleanup" if cleans else "never")
    assert store.compresses == real.supports_result_compression
    assert (store.chords == "refused") == (real.ensure_chords_allowed is not Backend.ensure_chords_allowed)
    assert (store.chords == "joined") == getattr(real, "implements_incr", False)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("db+postgresql://d/r", "db"),
        ("cache+memory://", "cache"),
        ("redis+socket:///run/redis", "redis"),
        ("rpc", "rpc"),
        ("django-db", "django-db"),
        ("django_celery_results.backends:DatabaseBackend", "django-db"),
        ("django_celery_results.backends.DatabaseBackend", "django-db"),
        ("django_celery_results.backends.cache:CacheBackend", "django-cache"),
        ("proj.results:OurBackend", "proj.results:OurBackend"),
    ],
)
def test_the_kind_that_a_text_names(url: str, kind: str) -> None:
    assert written_kind(url) == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (known(None), "disabled"),
        (known(""), "disabled"),
        (unknown('f"db+postgresql://{host}/r"'), "db"),
        (unknown("settings.REDIS_URL"), "redis"),
        (unknown("os.environ['X']", str, "REDIS_URL"), "redis"),
        (unknown("os.environ['RESULTS']", str, "RESULTS"), ""),
        (unknown("f'redis://{a}' if a else 'rpc://'"), ""),
        (unknown("REDIS_URL or None"), ""),
        (known(3), ""),
    ],
)
def test_the_kind_of_a_value(value: Any, kind: str) -> None:
    assert kind_of(value) == kind


def test_what_a_deployment_sets_is_in_force() -> None:
    said = {"CELERY_RESULT_BACKEND": "rpc://"}
    facts = {"deployment": deployed(process(environment=said), process("web", environment=said))}
    assert backend(project(result_backend="redis://", facts=facts)).value == "rpc://"
    facts = {"deployment": deployed(process(environment={"RESULTS": "rpc://"}))}
    assert backend(project(result_backend=env("RESULTS", "redis://"), facts=facts)).value == "rpc://"


def test_what_two_processes_set_differently_is_not_known() -> None:
    one, other = ({"CELERY_RESULT_BACKEND": url} for url in ("rpc://", "redis://"))
    facts = {"deployment": deployed(process(environment=one), process("web", line=2, environment=other))}
    assert backend(project(facts=facts)).unknown


def test_results_are_kept_unless_all_ignore_them() -> None:
    assert keeps_results(project())
    assert not keeps_results(project(task_ignore_result=True))
    assert not keeps_results(project(task_ignore_result=unknown("IGNORE")))
    assert keeps_results(project(task_ignore_result=True, tasks=[task("a.b"), task("a.c", ignore_result=False)]))
    assert not keeps_results(project(tasks=[task("a.b", ignore_result=True)]))
