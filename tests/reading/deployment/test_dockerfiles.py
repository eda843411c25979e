from __future__ import annotations

import pytest

from celerykit.project import Image, State


@pytest.mark.parametrize(
    "command",
    [
        'CMD ["celery", "-A", "proj", "worker", "-c", "2"]',
        "CMD celery -A proj worker -c 2",
        "CMD exec celery -A proj worker \\\n    -c 2",
        'ENTRYPOINT ["celery", "-A", "proj"]\nCMD ["worker", "-c", "2"]',
        'ENTRYPOINT ["tini", "--"]\nCMD celery -A proj worker -c 2',
        'CMD ["sh", "-c", "migrate && celery -A proj worker -c 2"]',
    ],
)
def test_reads_what_an_image_runs(command, process_of):
    process = process_of({"Dockerfile": f"FROM python:3.12\n{command}\n"})
    assert (process.kind, process.where, process.container) == ("worker", "dockerfile", True)
    assert process.options["concurrency"].value == 2
    assert process.grace.unknown


def test_reads_its_user_and_variables(deployed):
    text = (
        'FROM python:3.12\nENV C_FORCE_ROOT=1 \\\n    NAME="two words"\nENV OLD form\nUSER app:app\nCMD celery worker\n'
    )
    (image,) = deployed({"Dockerfile": text}).images
    assert image.user.value == "app"
    assert {name: value.value for name, value in image.environment.items()} == {
        "C_FORCE_ROOT": "1",
        "NAME": "two words",
        "OLD": "form",
    }
    assert image.user.place.line == 5


def user_of(images: tuple[Image, ...]) -> tuple[State, object]:
    (image,) = images
    return image.user.state, image.user.value


def test_has_no_user_where_none_is_written(deployed):
    found = deployed({"Dockerfile": "FROM python:3.12-slim\nCMD celery -A proj worker\n"})
    assert user_of(found.images) == (State.DEFAULT, None)


def test_an_image_made_from_anothers_has_its_user(deployed):
    found = deployed({"Dockerfile": "FROM example.org/base\nCMD celery -A proj worker\n"})
    assert user_of(found.images) == (State.UNKNOWN, None)


def test_a_stage_has_what_it_is_made_from(deployed):
    text = """
        FROM python:3.12 AS base
        USER app
        FROM base AS web
        CMD gunicorn proj.wsgi
        FROM base AS worker
        CMD celery -A proj worker
        """
    found = deployed({"Dockerfile": text})
    assert [process.kind for process in found.processes] == ["web", "worker"]
    assert user_of(found.images) == (State.KNOWN, "app")


def test_reads_the_stage_that_a_service_builds(process_of):
    files = {
        "Dockerfile": "FROM python AS w\nCMD celery -A proj worker\nFROM python\nCMD gunicorn x\n",
        "compose.yml": "services: {a: {build: {context: ., target: w}}}\n",
    }
    assert process_of(files).kind == "worker"
