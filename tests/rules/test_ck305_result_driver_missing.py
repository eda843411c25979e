from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import django, env, found, labels, unknown

APPS = ["django.contrib.admin", "proj.shop"]


def judged(apps: Any = APPS, backend: Any = "django-db", **words: Any) -> list[Finding]:
    facts = {"django": django(INSTALLED_APPS=apps, **words)}
    return found("CK305", namespace="CELERY", CELERY_RESULT_BACKEND=backend, facts=facts)


def test_the_app_is_not_installed() -> None:
    [finding] = judged()
    assert finding.severity == "error"
    assert finding.fix.startswith('INSTALLED_APPS += ["django_celery_results"]')
    assert labels(finding) == ["needs an app of Django's", "django_celery_results is not among these"]


def test_named_by_its_class() -> None:
    assert judged(backend="django_celery_results.backends:DatabaseBackend")


def test_says_which_variable_may_change_it() -> None:
    assert judged(backend=env("RESULTS", "django-db"))[0].message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "apps",
    [
        [*APPS, "django_celery_results"],
        (*APPS, "django_celery_results.apps.CeleryResultConfig"),
        unknown("APPS"),
        [*APPS, unknown("MORE")],
    ],
)
def test_is_silent_where_it_is_or_may_be(apps: Any) -> None:
    assert judged(apps) == []


@pytest.mark.parametrize(
    "backend", ["redis://r/1", "django-cache", "db+sqlite:///r.db", None, unknown("os.environ['R']", str)]
)
def test_is_silent_about_other_backends(backend: Any) -> None:
    assert judged(backend=backend) == []


def test_is_silent_where_nothing_is_known_of_django() -> None:
    assert found("CK305", result_backend="django-db") == []
    facts = {"django": django(complete=False)}
    assert found("CK305", result_backend="django-db", facts=facts) == []
