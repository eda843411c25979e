from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result

from celerykit.cli.commands import celerykit

CLEAN: Mapping[str, str | None] = dict.fromkeys(
    ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERYKIT_PROFILE", "REDIS_URL", "CELERYKIT_APP_NAME")
)


def run(*args: str, **env: str) -> Result:
    return CliRunner().invoke(celerykit, args, env={**CLEAN, **env})


def test_shows_settings_without_their_sources() -> None:
    shown = run("show", "redis-redis")
    assert shown.exit_code == 0
    assert "task_acks_late = True" in shown.stdout
    assert "profiles/redis-redis.toml:" not in shown.stdout.split("\n\n")[1]


def test_says_who_set_each_value() -> None:
    shown = run("show", "redis-redis", "--source", CELERYKIT_TIMEZONE="Europe/Oslo").stdout
    lines = {line.split()[0]: line for line in shown.splitlines() if line}
    assert lines["timezone"].endswith("CELERYKIT_TIMEZONE (environment)")
    assert "intent delivery (profiles/redis-redis.toml:" in lines["task_acks_late"]
    assert "through redis" in lines["broker_transport_options.visibility_timeout"]


def test_says_what_the_server_must_have_and_what_load_noted() -> None:
    shown = run("show", "rabbitmq-redis").stdout
    assert "consumer_timeout" in shown
    assert "task_default_queue" in shown


def test_never_shows_a_secret() -> None:
    for form in ("text", "python", "toml", "json", "env"):
        shown = run("show", "redis-redis", "--format", form, CELERY_BROKER_URL="redis://:hunter2@h:6379/0")
        assert shown.exit_code == 0
        assert "hunter2" not in shown.output


def test_json_goes_to_stdout_alone() -> None:
    shown = run("show", "redis-redis", "--format", "json")
    assert json.loads(shown.stdout)["task_acks_late"] is True
    assert "left out" in shown.stderr


def test_without_a_name_it_shows_the_one_that_load_would_take() -> None:
    assert "profile rabbitmq-rpc" in run("show", CELERYKIT_PROFILE="rabbitmq-rpc").stdout


def test_an_unknown_profile_is_an_error_of_use() -> None:
    shown = run("show", "redis-reddis")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "did you mean redis-redis?" in shown.stderr


def test_a_wrong_environment_is_told_whole() -> None:
    shown = run("show", "redis-redis", CELERYKIT_TASK_ACK_LATE="1", CELERYKIT_RESULT_EXPIRES="soon")
    assert shown.exit_code == 1
    assert "CELERYKIT_TASK_ACK_LATE" in shown.stderr
    assert "CELERYKIT_RESULT_EXPIRES" in shown.stderr


def test_lists_the_profiles_in_reach() -> None:
    shown = run("profiles").stdout
    for name in ("redis-redis", "redis-sentinel", "sqs-redis", "rabbitmq-rpc", "rabbitmq-redis", "sqlalchemy-backend"):
        assert name in shown


def test_a_profile_that_cannot_be_read_is_listed_as_such(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("project")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "broken.toml").write_text("summary = \n")
    monkeypatch.chdir(folder)
    assert "broken" in (shown := run("profiles").stdout)
    assert "is not TOML" in shown


def test_tells_two_profiles_apart() -> None:
    shown = run("diff", "redis-redis", "rabbitmq-redis").stdout
    assert "- broker_url = 'redis://localhost:6379/0'" in shown
    assert "+ broker_url = 'amqp://localhost:5672//'" in shown
    assert "timezone" not in shown


def test_tells_two_brokers_apart_for_one_profile() -> None:
    by_url = run("diff", "rabbitmq-redis", "redis://h:6379/0").stdout
    assert by_url == run("diff", "rabbitmq-redis", "rabbitmq-redis@redis://h:6379/0").stdout
    assert "+ broker_transport_options.visibility_timeout = 5580" in by_url
    assert "- broker_transport_options.confirm_publish = True" in by_url


def test_says_so_where_nothing_differs() -> None:
    assert run("diff", "redis-redis", "redis-redis").stdout == "no difference\n"


def test_a_url_is_no_profile_to_start_from() -> None:
    shown = run("diff", "redis://:hunter2@h", "redis-redis")
    assert shown.exit_code == 2
    assert "hunter2" not in shown.output
