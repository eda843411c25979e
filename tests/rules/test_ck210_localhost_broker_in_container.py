from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Image
from tests.rules.build import deployed, env, found, known, labels, process, unknown

HERE = "redis://localhost:6379/0"


def run(url: object = HERE, setting: str = "broker_url", **words: Any) -> list[Finding]:
    tests = words.pop("tests", False)
    words = {"where": "compose", "container": True, "name": "worker", "path": "compose.yaml", **words}
    kind = words.pop("kind", "worker")
    return found("CK210", facts={"deployment": deployed(process(kind, **words))}, tests=tests, **{setting: url})


def test_a_container_is_its_own_localhost() -> None:
    (finding,) = run()
    assert finding.message == ("broker_url is on localhost, which in the container of worker is the container itself")
    assert finding.fix == "name the service instead of localhost, or set CELERY_BROKER_URL for worker"
    assert finding.severity == "warning"
    assert labels(finding) == ["this host", "is another one in here"]


def test_results_too() -> None:
    (finding,) = run("redis://127.0.0.1/1", "result_backend")
    assert finding.fix == "name the service instead of 127.0.0.1, or set CELERY_RESULT_BACKEND for worker"


def test_the_default_of_a_variable_that_the_container_does_not_have() -> None:
    (finding,) = run(env("BROKER", HERE))
    assert finding.message.endswith(", as BROKER is not set there")
    assert finding.fix.endswith("or set BROKER for worker")
    assert finding.severity == "info"


def test_the_environment_of_the_container_itself() -> None:
    (finding,) = run("redis://cache:6379/0", environment={"CELERY_BROKER_URL": HERE})
    assert finding.message == (
        "CELERY_BROKER_URL is on localhost, which in the container of worker is the container itself"
    )
    assert labels(finding) == ["this host", "is another one in here"]


def test_a_variable_that_the_configuration_reads() -> None:
    (finding,) = run(env("BROKER", "redis://cache"), environment={"BROKER": HERE})
    assert finding.message.startswith("BROKER is on localhost")


def test_is_silent_about_an_environment_that_names_a_service() -> None:
    assert run(HERE, environment={"CELERY_BROKER_URL": "redis://cache:6379/0"}) == []
    assert run("redis://cache", environment={"OTHER_URL": HERE}) == []


def test_a_pod_with_one_container() -> None:
    assert run(where="kubernetes")[0].severity == "warning"


def test_what_a_dockerfile_starts_is_noted() -> None:
    (finding,) = run(where="dockerfile")
    assert finding.severity == "info"
    assert finding.message.endswith(", unless its environment says otherwise when it is run")


def test_is_silent_about_a_dockerfile_where_a_compose_file_says_how_it_is_run() -> None:
    built = process(where="dockerfile", container=True)
    served = process(where="compose", container=True, environment={"CELERY_BROKER_URL": "redis://redis/0"})
    assert found("CK210", broker_url=HERE, facts={"deployment": deployed(built, served)}) == []


@pytest.mark.parametrize("where", ["dockerfile", "compose"])
def test_is_silent_about_an_image_that_has_the_variable(where: str) -> None:
    image = Image(environment={"CELERY_BROKER_URL": known("redis://redis/0")})
    inside = process(where=where, container=True)
    assert found("CK210", broker_url=HERE, facts={"deployment": deployed(inside, images=[image])}) == []


@pytest.mark.parametrize(
    "words",
    [
        {"url": "redis://redis:6379/0"},
        {"url": "redis://:p[w@localhost"},
        {"url": "sqla+sqlite:///queue.db"},
        {"url": "redis+socket:///run/redis.sock"},
        {"url": "memory://"},
        {"url": unknown("URL")},
        {"environment": {"CELERY_BROKER_URL": "redis://redis/0"}},
        {"environment": {"INVENIO_CELERY_BROKER_URL": "redis://redis/0"}},
        {"url": env("BROKER", HERE), "environment": {"BROKER": "redis://redis/0"}},
        {"environment_complete": False},
        {"own_network": False},
        {"container": False},
        {"url": env("BROKER", HERE), "where": "dockerfile"},
        {"where": "kubernetes", "own_network": False},
        {"where": "procfile", "container": False},
        {"kind": "web"},
        {"kind": "flower"},
        {"tests": True},
    ],
)
def test_is_silent_where_it_may_be_right(words: dict[str, Any]) -> None:
    assert run(**words) == []


def test_is_silent_without_a_deployment() -> None:
    assert found("CK210", broker_url=HERE) == []
