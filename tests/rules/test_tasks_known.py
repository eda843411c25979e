"""Which tasks there may be besides those that were seen."""

from __future__ import annotations

import pytest

from celerykit.rules.tasks_known import is_sent_here, likely, may_exist, names
from tests.rules.build import project, task

TASKS = (task("proj.tasks.add"), task("proj.mail.tasks.send"), task("cleanup-old-files"))


def program(**facts):
    return project(tasks=TASKS, facts={"tasks_complete": True, "own": frozenset({"proj", "shop"}), **facts})


@pytest.mark.parametrize(
    "name",
    [
        "proj.tasks.add",
        "cleanup-old-files",
        "celery.backend_cleanup",
        "celery.chord_unlock",
        "post_office.tasks.send_queued_mail",
        "other-service",
    ],
)
def test_a_task_that_is_known_or_a_stranger_s_may_exist(name):
    assert may_exist(program(), name)


@pytest.mark.parametrize(
    "name", ["proj.tasks.ad", "shop.tasks.buy", "tasks.add", "add", "src.proj.tasks.add", "cleanup-old-file"]
)
def test_a_name_of_the_program_that_no_task_has_cannot(name):
    assert not may_exist(program(), name)


def test_any_name_may_exist_where_tasks_were_not_all_seen():
    assert may_exist(program(tasks_complete=False), "proj.tasks.ad")


def test_a_task_of_another_app_of_the_program_may_exist():
    assert may_exist(program(elsewhere=frozenset({"proj.other.task"})), "proj.other.task")


def test_what_is_likely_meant():
    assert likely(program(), "tasks.add") == "proj.tasks.add"
    assert likely(program(), "src.proj.tasks.add") == "proj.tasks.add"
    assert likely(program(), "proj.mail.task.send") == "proj.mail.tasks.send"
    assert likely(program(), "cleanup_old_files") == "cleanup-old-files"
    assert likely(program(), "something.else") is None


def test_names_hold_celery_s_own():
    assert {"proj.tasks.add", "celery.chunks"} <= names(program())


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("tasks.add", True),
        ("deploy.proj.tasks.add", True),
        ("add", False),
        ("proj.add", False),
        ("proj.tasks.ad", False),
    ],
)
def test_where_names_are_guessed_they_may_begin_elsewhere(name, may):
    assert may_exist(program(tasks_guessed=True), name) is may
    assert not may_exist(program(), name)


@pytest.mark.parametrize(
    ("words", "here"),
    [({}, True), ({"app": "proj:app"}, True), ({"app": "proj:app", "tasks": TASKS}, False), ({"tasks": TASKS}, True)],
)
def test_a_task_that_nobody_knows_may_be_sent_by_another_app(words, here):
    assert is_sent_here(project(**words), None) is here
    assert is_sent_here(project(**words), "proj.tasks.add")
