from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

TRACKED = {"task_acks_late": True, "task_track_started": True, "result_backend": "db+postgresql://one/results"}


def test_a_task_that_begins_while_the_database_is_away_fails() -> None:
    finding = only("CK431", **TRACKED)
    assert finding.severity == "warning"
    assert finding.message == (
        "a task stores STARTED before it runs: while the database is out of reach that raises, "
        "and the task ends as FAILURE without having run"
    )
    assert finding.fix == "task_track_started = False"
    assert labels(finding) == ["stored before the task runs", "where it is stored"]


def test_only_a_word_where_redis_could_be_asked_again() -> None:
    finding = only("CK431", **{**TRACKED, "result_backend": "redis://one/1"})
    assert finding.severity == "info"
    assert finding.fix == "result_backend_always_retry = True"


def test_a_task_of_its_own_accord() -> None:
    words = {"result_backend": "django-db", "tasks": [task("proj.a", acks_late=True, track_started=True)]}
    finding = only("CK431", **words)
    assert finding.message.startswith("proj.a stores STARTED before it runs: while Django's database is")
    assert finding.fix == "track_started=False"


@pytest.mark.parametrize(
    "changed",
    [
        {"task_track_started": False},
        {"task_track_started": unknown("TRACK")},
        {"task_acks_late": False},
        {"task_ignore_result": True},
        {"task_ignore_result": unknown("IGNORE")},
        {"result_backend": "rpc://"},
        {"result_backend": "db+sqlite:///results.sqlite3"},
        {"result_backend": "cache+memcached://one"},
        {"result_backend": unknown("URL")},
        {"result_backend": "redis://one/1", "result_backend_always_retry": True},
        {"result_backend": "redis://one/1", "result_backend_always_retry": unknown("RETRY")},
        {"tasks": [task("proj.a", track_started=False)]},
    ],
)
def test_is_silent_where_it_is_stored_later_or_nobody_counts_on_it(changed: dict[str, object]) -> None:
    assert found("CK431", **{**TRACKED, **changed}) == []
