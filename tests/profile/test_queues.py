from __future__ import annotations

import logging
from pathlib import Path

import pytest

from celerykit.profile.load import _say
from tests.profile.loading import load, problems, write


def test_the_app_names_its_queue(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.celerykit]\napp_name = "from-tool"\n')
    write(project, "mine", 'extends = "redis-redis"\napp_name = "from-profile"\n')
    assert load()["task_default_queue"] == "from-tool"
    assert load("mine")["task_default_queue"] == "from-profile"
    assert load("mine", app_name="from-argument")["task_default_queue"] == "from-argument"
    assert load("mine", {"CELERYKIT_APP_NAME": "from-env"}, app_name="x")["task_default_queue"] == "from-env"


def test_queues_are_literal_and_the_first_is_the_default(project: Path) -> None:
    write(project, "mine", 'extends = "redis-redis"\n[queues]\nfast = {}\nslow = {}\n')
    config = load("mine")
    assert config["task_default_queue"] == "fast"
    assert set(config["task_queues"]) == {"fast", "slow"}


def test_load_says_once_that_no_name_is_known(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    _say.cache_clear()
    with caplog.at_level(logging.INFO, "celerykit"):
        load()
        load()
    said = [record for record in caplog.records if "task_default_queue" in record.getMessage()]
    assert len(said) == 1
    assert said[0].levelno == logging.WARNING


def test_a_queue_that_says_something_else_is_refused_with_the_right_word(project: Path) -> None:
    write(project, "mine", 'extends = "redis-redis"\n[queues]\nfast = { replicate = true }\nslow = "x"\nlate = {}\n')
    told = problems("mine")
    assert "did you mean replicated" in told["queues.fast.replicate"]
    assert "must be a table" in told["queues.slow"]
    assert set(told) == {"queues.fast.replicate", "queues.slow"}


def test_whether_a_queue_is_replicated_is_true_or_false(project: Path) -> None:
    write(project, "mine", 'extends = "redis-redis"\n[queues]\nfast = { replicated = "yes" }\n')
    assert "must be true or false" in problems("mine")["queues.fast.replicated"]


def test_a_queue_says_itself_whether_it_is_replicated_else_the_intent_does(project: Path) -> None:
    text = (
        'extends = "rabbitmq-redis"\n[intent]\npriorities = "unset"\n{}[queues]\na = {{ replicated = {} }}\nb = {{}}\n'
    )
    write(project, "one", text.format("", "true"))
    assert load("one").facts.wanted.replicated_queues == ("a",)
    write(project, "other", text.format("replicated = true\n", "false"))
    assert load("other").facts.wanted.replicated_queues == ("b",)
