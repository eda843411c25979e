"""Which names a namespace makes settings of."""

from __future__ import annotations

import pytest

APP = """
import os
from celery import Celery

app = Celery("proj")
app.config_from_object("settings"{given})
{more}
"""


def entries(read_files, given: str, settings: str, more: str = "") -> dict[str, str | None]:
    """The settings that the names in force are taken for."""
    files = {"proj.py": APP.format(given=given, more=more), "settings.py": settings}
    [project] = [project for project in read_files(files).projects if project.app]
    return {entry.name: entry.setting for entry in project.config.in_force()}


def test_names_in_another_case_are_seen_and_are_no_settings(read_files):
    found = entries(read_files, ', namespace="celery"', 'CELERY_BROKER_URL = "redis://"\nCELERY_ENABLED = True\n')
    assert found == {"CELERY_BROKER_URL": None}


def test_lower_case_names_under_an_upper_case_namespace(read_files):
    found = entries(read_files, ', namespace="CELERY"', 'celery_broker_url = "redis://"\ncelery_app = "proj"\n')
    assert found == {"celery_broker_url": None}


@pytest.mark.parametrize("namespace", ['os.environ["NAMESPACE"]', "namespace()"])
def test_a_namespace_that_is_not_known_is_the_usual_one(namespace, read_files):
    assert entries(read_files, f", namespace={namespace}", 'CELERY_BROKER_URL = "redis://"\n') == {
        "CELERY_BROKER_URL": "broker_url"
    }


@pytest.mark.parametrize(
    "more", ["app.conf.CELERY_TASK_ACKS_LATE = True", "app.conf.update(CELERY_TASK_ACKS_LATE=True)"]
)
def test_what_is_set_on_the_app_may_have_the_prefix(more, read_files):
    assert entries(read_files, ', namespace="CELERY"', "", more) == {"CELERY_TASK_ACKS_LATE": "task_acks_late"}
    assert entries(read_files, "", "", more) == {"CELERY_TASK_ACKS_LATE": None}
