from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Image, Process
from celerykit.values.places import Place
from tests.rules.build import deployed, judged, known, labels, process, project, unknown
from tests.rules.schedules import crontab, every


def beat(**words: Any) -> Process:
    return process("beat", **{"where": "compose", "container": True, **words})


def image(user: Any) -> Image:
    return Image(Place("Dockerfile", 1), known(user, Place("Dockerfile", 2)))


def findings(*processes: Process, images: Any = (), schedule: Any = None, **settings: Any) -> list[Finding]:
    facts = {"deployment": deployed(*processes, images=images)}
    return judged("CK616", project(facts=facts, beat_schedule=schedule or every(30), **settings))


def test_a_user_that_may_not_write_there() -> None:
    (finding,) = findings(beat(user="app"))
    assert finding.severity == "info"
    assert "writes its schedule to celerybeat-schedule in the working directory, but runs as app" in finding.message


def test_the_user_of_the_only_image() -> None:
    (finding,) = findings(beat(), images=[image("app")])
    assert labels(finding) == ["beat starts here", "as this user"]


def test_a_worker_that_is_a_beat() -> None:
    assert findings(process(beat=True, user="app", container=True))


@pytest.mark.parametrize("where", ["kubernetes", "procfile"])
def test_an_interval_that_begins_anew_with_every_deploy(where: str) -> None:
    (finding,) = findings(beat(where=where), schedule=every(86400))
    assert finding.message == "entry 'a' is sent 86400 s after its last run, which beat forgets with every deploy"


@pytest.mark.parametrize(
    ("processes", "words"),
    [
        ([beat(user="root")], {}),
        ([beat(user="0")], {}),
        ([beat(user=unknown("$USER"))], {}),
        ([beat()], {}),
        ([beat()], {"images": [image("app"), image("root")]}),
        ([beat(user="app", schedule="/var/lib/beat/schedule")], {}),
        ([beat(user="app", schedule=unknown("$FILE"))], {}),
        ([beat(user="app", complete=False)], {}),
        ([beat(user="app")], {"beat_schedule_filename": "/var/lib/beat/schedule"}),
        ([beat(user="app")], {"beat_scheduler": "django_celery_beat.schedulers:DatabaseScheduler"}),
        ([beat(user="app", scheduler="redbeat.RedBeatScheduler")], {}),
        ([beat(where="kubernetes")], {"schedule": every(crontab(minute=0, hour=7))}),
        ([beat(where="kubernetes")], {"schedule": every(300)}),
        ([beat()], {"schedule": every(86400)}),
        ([process(user="app")], {}),
    ],
)
def test_is_silent_about(processes: list[Process], words: dict[str, Any]) -> None:
    assert findings(*processes, **words) == []
