from __future__ import annotations

import logging
import pickle
from pathlib import Path

import pytest

import celerykit
from celerykit.profile.load import _say
from tests.profile.loading import load, problems, write

pytestmark = pytest.mark.oldest

SHIPPED = (
    "redis-redis",
    "redis-sentinel",
    "redis-django",
    "rabbitmq-rpc",
    "rabbitmq-redis",
    "rabbitmq-database",
    "sqlalchemy-backend",
    "testing",
)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_profile_loads(name: str) -> None:
    assert load(name).profile == name


def test_a_keyword_beats_the_profile() -> None:
    config = load(timezone="Europe/Oslo")
    assert config["timezone"] == "Europe/Oslo"
    assert str(config.source("timezone")) == "load_profile(timezone=…)"


def test_the_environment_beats_a_keyword() -> None:
    config = load(env={"CELERYKIT_TIMEZONE": "Asia/Tokyo"}, timezone="Europe/Oslo")
    assert config["timezone"] == "Asia/Tokyo"
    assert str(config.source("timezone")) == "CELERYKIT_TIMEZONE (environment)"


def test_options_merge_key_by_key_with_a_source_each() -> None:
    config = load(broker_transport_options={"socket_timeout": 5})
    assert config["broker_transport_options"]["socket_timeout"] == 5
    assert config["broker_transport_options"]["visibility_timeout"] == 5580
    assert str(config.source("broker_transport_options", "socket_timeout")).startswith("load_profile(")
    assert "longest_task" in str(config.source("broker_transport_options", "visibility_timeout"))


def test_a_nested_variable_sets_one_key() -> None:
    config = load(env={"CELERYKIT_BROKER_TRANSPORT_OPTIONS__SOCKET_TIMEOUT": "7"})
    assert config["broker_transport_options"]["socket_timeout"] == 7
    assert config["broker_transport_options"]["visibility_timeout"] == 5580


def test_unset_removes_a_setting() -> None:
    assert "timezone" not in load(timezone="unset")


def test_unset_removes_a_key() -> None:
    options = load(broker_transport_options={"socket_keepalive": "unset"})["broker_transport_options"]
    assert "socket_keepalive" not in options


def test_a_list_replaces() -> None:
    assert load(accept_content=["json", "msgpack"])["accept_content"] == ["json", "msgpack"]


def test_a_text_from_the_environment_becomes_what_celery_wants() -> None:
    env = {
        "CELERYKIT_TASK_TRACK_STARTED": "false",
        "CELERYKIT_RESULT_EXPIRES": "2h",
        "CELERYKIT_WORKER_CONCURRENCY": "3",
    }
    config = load(env=env)
    assert (config["task_track_started"], config["result_expires"], config["worker_concurrency"]) == (False, 7200, 3)


def test_a_wrong_type_from_the_environment_names_the_variable() -> None:
    found = problems(env={"CELERYKIT_TASK_TRACK_STARTED": "perhaps"})
    assert "CELERYKIT_TASK_TRACK_STARTED (environment)" in found["task_track_started"]


def test_all_problems_are_reported_at_once() -> None:
    found = problems(env={"CELERYKIT_RESULT_EXPIRES": "soon", "CELERYKIT_TASK_ACK_LATE": "1"}, task_serialiser="json")
    assert {"result_expires", "CELERYKIT_TASK_ACK_LATE", "task_serialiser"} <= set(found)


def test_a_misspelled_keyword_gets_a_suggestion() -> None:
    assert "did you mean task_serializer?" in problems(task_serialiser="json")["task_serialiser"]


def test_an_unknown_variable_gets_a_suggestion() -> None:
    found = problems(env={"CELERYKIT_TASK_ACK_LATE": "1"})
    assert "did you mean CELERYKIT_TASK_ACKS_LATE?" in found["CELERYKIT_TASK_ACK_LATE"]


def test_celerys_own_variable_is_named_where_ours_was_tried() -> None:
    assert "set CELERY_BROKER_URL" in problems(env={"CELERYKIT_BROKER_URL": "redis://h"})["CELERYKIT_BROKER_URL"]


def test_an_empty_variable_is_unset() -> None:
    assert load(env={"CELERY_BROKER_URL": "", "CELERYKIT_TIMEZONE": ""})["broker_url"] == "redis://localhost:6379/0"


def test_a_secret_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("redis://:hunter2@h:6379/4\n")
    config = load(env={"CELERY_BROKER_URL_FILE": str(tmp_path / "url")})
    assert config["broker_url"] == "redis://:hunter2@h:6379/4"
    assert str(config.source("broker_url")) == "CELERY_BROKER_URL_FILE (environment)"


def test_a_variable_and_its_file_are_refused_together(tmp_path: Path) -> None:
    env = {"CELERY_BROKER_URL": "redis://h", "CELERY_BROKER_URL_FILE": str(tmp_path / "url")}
    assert "both set" in problems(env=env)["CELERY_BROKER_URL"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "CELERY_BROKER_URL_FILE" in problems(env={"CELERY_BROKER_URL_FILE": str(tmp_path / "none")})


def test_the_env_file_lies_between_arguments_and_environment(project: Path) -> None:
    (project / ".env").write_text('CELERYKIT_TIMEZONE="Asia/Tokyo"\nCELERY_BROKER_URL=redis://file:6379/0\n')
    config = load(env={"CELERY_BROKER_URL": "redis://env:6379/0"}, timezone="Europe/Oslo")
    assert config["timezone"] == "Asia/Tokyo"
    assert str(config.source("timezone")) == "CELERYKIT_TIMEZONE (.env)"
    assert config["broker_url"] == "redis://env:6379/0"


def test_a_named_env_file_must_be_there(project: Path) -> None:
    assert "CELERYKIT_ENV_FILE" in problems(env={"CELERYKIT_ENV_FILE": "prod.env"})


def test_a_variable_that_nobody_reads_is_noted() -> None:
    config = load(env={"CELERY_TASK_ACKS_LATE": "1", "CELERY_WORKER_CONCURRENCY": "4"})
    noted = {note.setting: note.text for note in config.notes}
    assert "CELERYKIT_TASK_ACKS_LATE" in noted["CELERY_TASK_ACKS_LATE"]
    assert "CELERY_WORKER_CONCURRENCY" not in noted


def test_another_url_in_the_process_is_noted_beside_env(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://process:6379/0")
    _say.cache_clear()
    with caplog.at_level(logging.WARNING, "celerykit"):
        load(env={})
    assert "Celery obeys it" in caplog.text


def test_a_setting_of_a_later_celery_is_refused_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("celerykit.profile.load.installed_celery", lambda: (5, 4, 0))
    found = problems(worker_soft_shutdown_timeout=5)
    assert "needs Celery 5.5" in found["worker_soft_shutdown_timeout"]


def test_each_load_is_fresh() -> None:
    first, second = load(), load()
    first["broker_transport_options"]["sep"] = "x"
    assert "sep" not in second["broker_transport_options"]


def test_what_celery_writes_into_a_config_does_not_change_its_record() -> None:
    config = load(beat_schedule={})
    config["task_routes"]["p.x"] = {"queue": "q"}
    assert "p.x" not in config.record()["task_routes"]


def test_survives_pickling() -> None:
    config = load()
    copy = pickle.loads(pickle.dumps(config))
    assert dict(copy).keys() == dict(config).keys()
    assert str(copy.source("task_acks_late")) == str(config.source("task_acks_late"))


def test_its_repr_shows_no_secret() -> None:
    config = load(env={"CELERY_BROKER_URL": "redis://:hunter2@h:6379/0"}, redis_password="hunter2")
    assert "hunter2" not in repr(config)


def test_a_name_that_is_no_setting_has_no_source() -> None:
    with pytest.raises(KeyError):
        load().source("task_ack_late")


def test_a_setting_that_nobody_set_is_celerys() -> None:
    assert str(load().source("worker_concurrency")) == "Celery's default"


def test_the_public_names_are_what_they_say() -> None:
    assert all(getattr(celerykit, name) is not None for name in celerykit.__all__)
    with pytest.raises(AttributeError):
        _ = celerykit.load_profil  # type: ignore[attr-defined]


def test_load_says_that_the_servers_were_not_asked(caplog: pytest.LogCaptureFixture) -> None:
    _say.cache_clear()
    with caplog.at_level(logging.INFO, "celerykit"):
        load(app_name="shop")
    assert "of profile redis-redis must be cannot be checked without a connection" in caplog.text


def test_load_says_nothing_of_servers_where_nothing_is_wished_of_them(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(project, "bare", 'broker_url = "amqp://b"\n')
    _say.cache_clear()
    with caplog.at_level(logging.INFO, "celerykit"):
        load("bare", app_name="shop")
    assert "without a connection" not in caplog.text
