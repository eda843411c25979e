from __future__ import annotations

from dataclasses import replace

import pytest
from celery.app.task import Task

from celerykit.rules.task_attributes import ATTRIBUTES
from tests.rules.build import found, only, task


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("timelimit", "time_limit"),
        ("ratelimit", "rate_limit"),
        ("max_retry", "max_retries"),
        ("retries", "max_retries"),
        ("soft_timelimit", "soft_time_limit"),
        ("ack_late", "acks_late"),
        ("task_acks_late", "acks_late"),
        ("ignore_results", "ignore_result"),
        ("autoretry", "autoretry_for"),
        ("auto_retry_for", "autoretry_for"),
        ("timeout", "time_limit"),
        ("retry_delay", "default_retry_delay"),
        ("default_retry_dealy", "default_retry_delay"),
        ("retrybackoff", "retry_backoff"),
    ],
)
def test_names_the_option_that_was_meant(written: str, meant: str) -> None:
    finding = only("CK115", tasks=[task("proj.add", **{written: 1})])
    assert finding.fix == f"did you mean {meant}?"
    assert finding.message == (f"Celery reads no option {written} of the task proj.add: its {meant} stays as it is")


def test_the_same_mistake_on_several_tasks_is_one() -> None:
    finding = only("CK115", tasks=[task("proj.a", timelimit=1), task("proj.b", line=2, timelimit=2)])
    assert len(finding.related) == 1


def test_an_annotation_is_read_alike() -> None:
    finding = only("CK115", task_annotations={"*": {"ratelimit": "10/s"}})
    assert 'the annotation for "*"' in finding.message


def test_celerys_own_attributes_are_known() -> None:
    own = {name for name in dir(Task) if not name.startswith("_")}
    assert own <= ATTRIBUTES


@pytest.mark.parametrize("name", sorted(ATTRIBUTES - {"name"}))
def test_is_silent_about_what_celery_reads(name: str) -> None:
    assert found("CK115", tasks=[task("proj.add", **{name: 1})]) == []


@pytest.mark.parametrize(
    "name", ["early_log_level", "tags", "owner", "lock_ttl", "once", "track", "limit", "singleton"]
)
def test_is_silent_about_names_of_the_projects_own(name: str) -> None:
    assert found("CK115", tasks=[task("proj.add", **{name: 1})]) == []


@pytest.mark.parametrize("name", ["timeout", "retries", "retry_delay"])
def test_is_silent_where_a_base_class_may_read_it(name: str) -> None:
    assert found("CK115", tasks=[task("proj.add", base="proj.Base", **{name: 1})]) == []
    assert found("CK115", tasks=[replace(task("proj.add", **{name: 1}), options_complete=False)]) == []


def test_is_silent_about_keys_that_are_no_names() -> None:
    assert found("CK115", task_annotations={"*": {1: 2, None: 3}}) == []


def test_is_silent_where_the_right_one_is_given_too() -> None:
    assert found("CK115", tasks=[task("proj.add", timeout=5, time_limit=10)]) == []
