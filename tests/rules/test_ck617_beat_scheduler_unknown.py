from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import deployed, django, env, judged, process, project, unknown

DATABASE = "django_celery_beat.schedulers:DatabaseScheduler"


def findings(scheduler: Any, apps: Any = None, **words: Any) -> list[Finding]:
    facts = {"django": django(INSTALLED_APPS=apps, **words)} if apps is not None else {}
    return judged("CK617", project(facts=facts, beat_scheduler=scheduler))


@pytest.mark.parametrize(
    ("scheduler", "why", "fix"),
    [
        ("celery.beat:PersistantScheduler", "which celery.beat does not have", "celery.beat:PersistentScheduler"),
        ("celery.beat.DatabaseScheduler", "which celery.beat does not have", "celery.beat:Scheduler"),
        ("djcelery.schedulers.DatabaseScheduler", "which is made for Celery 3", DATABASE),
    ],
)
def test_a_scheduler_that_there_is_not(scheduler: str, why: str, fix: str) -> None:
    (finding,) = findings(scheduler)
    assert finding.message == f"beat is told to use the scheduler {scheduler}, {why}: it exits when it starts"
    assert finding.fix.startswith("celery.beat:") if "celery.beat" in fix else finding.fix == fix


@pytest.mark.parametrize("name", [DATABASE, DATABASE.replace(":", "."), "django"])
def test_an_app_that_is_not_installed(name: str) -> None:
    (finding,) = findings(name, ["django.contrib.auth", "shop"])
    assert finding.fix == 'add "django_celery_beat" to INSTALLED_APPS'


def test_a_scheduler_named_on_the_command_line() -> None:
    facts = {"deployment": deployed(process("beat", scheduler="celery.beat:Nothing"))}
    assert judged("CK617", project(facts=facts))


@pytest.mark.parametrize(
    ("scheduler", "apps"),
    [
        (DATABASE, ["django_celery_beat"]),
        (DATABASE, ["django_celery_beat.apps.BeatConfig"]),
        (DATABASE, unknown("APPS")),
        (DATABASE, ["shop", unknown("MORE")]),
        (DATABASE, None),
        ("celery.beat:PersistentScheduler", []),
        ("celery.beat.Scheduler", None),
        ("redbeat.RedBeatScheduler", None),
        ("proj.beat:Mine", None),
        (unknown("SCHEDULER"), None),
        (env("SCHEDULER", "celery.beat:Nothing"), None),
        (None, None),
    ],
)
def test_is_silent_about(scheduler: Any, apps: Any) -> None:
    assert findings(scheduler, apps) == []
