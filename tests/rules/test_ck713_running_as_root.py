from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Image, Process
from celerykit.values.places import Place
from tests.rules.build import deployed, found, known, labels, process, unknown

PICKLE = {"accept_content": ["pickle", "json"]}


def image(**words: Any) -> Image:
    place = Place("Dockerfile", 1)
    environment = {key: known(value, place) for key, value in words.pop("environment", {}).items()}
    user = {"user": known(words["user"], place)} if "user" in words else {}
    return Image(place, environment=environment, **user)


def unit(**words: Any) -> Process:
    return process(where="systemd", name="celery.service", path="celery.service", **words)


def contained(**words: Any) -> Process:
    return process(**{"where": "compose", "name": "worker", "path": "compose.yaml", "container": True, **words})


def run(*processes: Process, images: tuple[Image, ...] = (), **settings: object) -> list[Finding]:
    return found("CK713", facts={"deployment": deployed(*processes, images=images)}, **settings)


def test_a_unit_without_a_user() -> None:
    (finding,) = run(unit())
    assert finding.message == (
        "celery.service has no User=, so it runs as root: what a task can be brought to do, it does as root"
    )
    assert finding.fix == "User=celery"
    assert finding.severity == "warning"


@pytest.mark.parametrize("user", ["root", "0", 0])
def test_a_user_that_is_root(user: object) -> None:
    (finding,) = run(contained(user=user))
    assert finding.message.startswith("worker runs as root")


def test_an_image_without_a_user_is_noted() -> None:
    (finding,) = run(contained(), images=(image(),))
    assert finding.severity == "info"
    assert finding.place == Place("Dockerfile", 1)
    assert finding.fix == "USER nobody"


def test_an_image_whose_last_user_is_root() -> None:
    (finding,) = run(contained(), images=(image(user="root"),))
    assert finding.severity == "warning"


def test_an_image_that_forces_it() -> None:
    (finding,) = run(contained(), images=(image(environment={"C_FORCE_ROOT": "1"}),))
    assert finding.message.startswith("C_FORCE_ROOT lets the worker run as root")


def test_a_process_that_forces_it() -> None:
    (finding,) = run(process(environment={"C_FORCE_ROOT": "true"}))
    assert finding.message.startswith("C_FORCE_ROOT lets the worker run as root")
    assert finding.severity == "warning"


def test_a_process_of_an_image_that_is_not_seen_and_that_forces_it() -> None:
    (finding,) = run(contained(user=unknown("USER"), environment={"C_FORCE_ROOT": "true"}))
    assert finding.message.startswith("C_FORCE_ROOT lets worker run as root")


def test_with_pickle_it_is_an_error() -> None:
    (finding,) = run(contained(), images=(image(),), **PICKLE)
    assert finding.severity == "error"
    assert finding.message.endswith("and pickle is accepted, so that each message runs any code as root")
    assert labels(finding) == ["as root", "each message is a program"]


def test_with_pickle_an_image_is_enough() -> None:
    (finding,) = run(images=(image(),), **PICKLE)
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("processes", "images"),
    [
        ((), (image(),)),
        ((unit(user="celery"),), ()),
        ((unit(user=unknown("USER")),), ()),
        ((contained(user="1000"),), (image(),)),
        ((contained(),), (image(user="app"),)),
        ((contained(),), (image(user=unknown("USER")),)),
        ((contained(),), (image(), image(user="app"))),
        ((contained(),), ()),
        ((contained(uid="celery"),), (image(),)),
        ((contained(environment={"C_FORCE_ROOT": ""}),), (image(user="app"),)),
        ((process(),), ()),
        ((process(where="supervisor", name="worker"),), ()),
        ((process("beat", where="systemd", name="beat"),), ()),
    ],
)
def test_is_silent_where_another_user_runs_it_or_nobody_knows(
    processes: tuple[Process, ...], images: tuple[Image, ...]
) -> None:
    assert run(*processes, images=images) == []
