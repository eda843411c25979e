from __future__ import annotations

import logging
import pickle
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

import celerykit
from celerykit import CeleryConfig, ConfigurationError, ProfileNotFound, load_profile
from celerykit.profile.load import _say

NOTHING: Mapping[str, str] = {}
SHIPPED = ("redis-redis", "rabbitmq-rpc", "rabbitmq-redis", "sqlalchemy-backend")


def load(name: str = "redis-redis", env: Mapping[str, str] = NOTHING, **settings: object) -> CeleryConfig:
    return load_profile(name, env=env, **settings)  # type: ignore[arg-type]


def problems(name: str = "redis-redis", env: Mapping[str, str] = NOTHING, **settings: object) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load(name, env, **settings)
    return {problem.setting: f"{problem.fact}|{problem.source}|{problem.cure}" for problem in caught.value.problems}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'p'\n")
    (tmp_path / "profiles").mkdir()
    monkeypatch.chdir(tmp_path)
    for variable in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERYKIT_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    (project / "profiles" / f"{name}.toml").write_text(f'summary = "A test."\n{text}')


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


def test_a_broker_that_needs_no_more_of_the_old_one() -> None:
    config = load("rabbitmq-redis", {"CELERY_BROKER_URL": "redis://h:6379/3"})
    assert config.broker == "redis"
    assert "confirm_publish" not in config["broker_transport_options"]
    assert "task_queue_max_priority" not in config
    assert config["broker_transport_options"]["priority_steps"] == [0, 1, 2]


def test_the_other_way_round() -> None:
    config = load("redis-redis", {"CELERY_BROKER_URL": "amqp://h"})
    assert config["broker_transport_options"] == {"confirm_publish": True}
    assert config["task_queue_max_priority"] == 2


def test_an_embedded_broker_is_refused_in_words() -> None:
    found = problems("rabbitmq-redis", {"CELERY_BROKER_URL": "sqla+sqlite:///x.db"})
    assert "delivery" in found
    assert "SQLAlchemy" in found["delivery"] or "SQL" in found["delivery"]


def test_an_embedded_broker_is_taken_where_that_is_said() -> None:
    env = {"CELERY_BROKER_URL": "sqla+sqlite:///x.db", "CELERYKIT_EMBEDDED": "1"}
    config = load("rabbitmq-redis", env)
    assert config.broker == "sqlalchemy"
    assert any(note.setting == "delivery" for note in config.notes)
    assert config.priority("high") is None


def test_embedded_must_be_yes_or_no() -> None:
    assert "CELERYKIT_EMBEDDED" in problems(env={"CELERYKIT_EMBEDDED": "maybe"})


def test_rpc_is_refused_where_any_process_may_ask() -> None:
    assert "PENDING" in problems(env={"CELERY_RESULT_BACKEND": "rpc://"})["results"]


@pytest.mark.parametrize(
    ("url", "hint"),
    [("reddis://h", "did you mean redis?"), ("localhost:6379", "is no URL"), ("zookeeper://h", "compiled for")],
)
def test_a_broker_that_leads_nowhere_is_refused(url: str, hint: str) -> None:
    assert hint in problems(env={"CELERY_BROKER_URL": url})["broker_url"]


def test_a_sqlalchemy_url_without_its_prefix_is_shown_the_right_one() -> None:
    assert "db+postgresql://" in problems(env={"CELERY_RESULT_BACKEND": "postgresql://h/db"})["result_backend"]


def test_a_broken_url_never_shows_its_password() -> None:
    found = problems(env={"CELERY_BROKER_URL": "redis://:p#ss/hunter2@h:6379/0"})
    assert "hunter2" not in str(found)
    assert "%23" in found["broker_url"]


def test_priorities_are_names() -> None:
    assert [load().priority(name) for name in ("low", "normal", "high")] == [2, 1, 0]
    assert [load("rabbitmq-rpc").priority(name) for name in ("low", "normal", "high")] == [0, 1, 2]


def test_an_unknown_priority_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="did you mean high"):
        load().priority("hihg")


def test_routes_take_priorities_by_name() -> None:
    config = load(task_routes={"p.add": {"queue": "q", "priority": "high"}})
    assert config["task_routes"]["p.add"] == {"queue": "q", "priority": 0}


def test_an_intent_can_be_given_in_code_and_in_the_environment() -> None:
    env = {"CELERYKIT_INTENT__LONGEST_TASK": "2m"}
    config = load_profile("redis-redis", env=env, intent={"longest_task": "1m", "longest_delay": 60})
    assert config["task_time_limit"] == 120
    assert config["broker_transport_options"]["visibility_timeout"] == 240


def test_an_unknown_intent_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="did you mean longest_task"):
        load_profile("redis-redis", env={}, intent={"longest_tsak": 1})


def test_a_wrong_intent_names_its_choices() -> None:
    with pytest.raises(ConfigurationError, match="at-most-once"):
        load_profile("redis-redis", env={}, intent={"delivery": "exactly-once"})


def test_an_explicit_value_that_breaks_an_intent_is_noted() -> None:
    config = load(task_acks_late=False)
    note = next(note for note in config.notes if note.setting == "task_acks_late")
    assert note.severity == "warning"
    assert "delivery" in note.text


def test_options_of_another_broker_are_left_out_with_a_note() -> None:
    config = load(broker_transport_options={"confirm_publish": True})
    assert "confirm_publish" not in config["broker_transport_options"]
    assert any("confirm_publish" in note.setting for note in config.notes)


def test_a_platforms_url_is_a_fallback() -> None:
    config = load("rabbitmq-rpc", {"CLOUDAMQP_URL": "amqp://cloud/v"})
    assert config["broker_url"] == "amqp://cloud/v"
    assert str(config.source("broker_url")) == "CLOUDAMQP_URL (platform)"


def test_celerys_own_variable_beats_a_platforms() -> None:
    env = {"REDIS_URL": "redis://platform:6379/0", "CELERY_BROKER_URL": "redis://own:6379/5"}
    assert load(env=env)["broker_url"] == "redis://own:6379/5"


def test_one_redis_url_gives_two_databases() -> None:
    config = load(env={"REDIS_URL": "redis://:pw@cloud:6379"})
    assert config["broker_url"] == "redis://:pw@cloud:6379"
    assert config["result_backend"] == "redis://:pw@cloud:6379/1"
    assert "next database number" in str(config.source("result_backend"))


def test_a_provider_with_one_database_keeps_both_apart_by_prefix(project: Path) -> None:
    write(project, "cloud", 'extends = "redis-redis"\nsingle_database = true\n')
    config = load("cloud", {"REDIS_URL": "redis://cloud:6379/0"})
    assert config["result_backend"] == config["broker_url"]
    assert config["broker_transport_options"]["global_keyprefix"] == "broker:"
    assert config["result_backend_transport_options"]["global_keyprefix"] == "results:"


def test_over_tls_broker_and_results_verify_the_server() -> None:
    config = load(env={"REDIS_TLS_URL": "rediss://cloud:6380/0", "REDIS_URL": "redis://cloud:6379/0"})
    assert config["broker_use_ssl"] == {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    assert config["redis_backend_use_ssl"] == {"ssl_cert_reqs": ssl.CERT_REQUIRED}


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


def test_a_profile_extends_another(project: Path) -> None:
    write(project, "base", 'broker_url = "redis://b"\n[settings]\ntimezone = "Europe/Oslo"\ntask_serializer = "json"\n')
    write(project, "child", 'extends = "base"\n[settings]\ntimezone = "Europe/Paris"\n')
    config = load("child")
    assert (config["timezone"], config["task_serializer"]) == ("Europe/Paris", "json")
    assert str(config.source("timezone")) == "profiles/child.toml:4"


def test_a_profiles_intent_beats_its_ancestors_setting(project: Path) -> None:
    write(project, "base", 'broker_url = "redis://b"\n[settings]\ntask_time_limit = 10\n')
    write(project, "child", 'extends = "base"\n[intent]\nlongest_task = "1h"\n')
    assert load("child")["task_time_limit"] == 3600


def test_a_profiles_setting_beats_its_own_intent(project: Path) -> None:
    write(
        project, "mine", 'broker_url = "redis://b"\n[intent]\nlongest_task = "1h"\n[settings]\ntask_time_limit = 10\n'
    )
    assert load("mine")["task_time_limit"] == 10


def test_a_part_counts_only_on_its_broker(project: Path) -> None:
    write(project, "mine", 'broker_url = "redis://b"\n[broker.amqp.settings]\nbroker_heartbeat = 30\n')
    assert "broker_heartbeat" not in load("mine")
    assert load("mine", {"CELERY_BROKER_URL": "amqp://h"})["broker_heartbeat"] == 30


def test_a_users_profile_takes_the_place_of_a_shipped_one(project: Path) -> None:
    write(project, "redis-redis", 'extends = "shipped:redis-redis"\n[settings]\ntimezone = "Europe/Oslo"\n')
    config = load()
    assert config["timezone"] == "Europe/Oslo"
    assert any("takes the place" in note.text for note in config.notes)


def test_a_profile_that_extends_its_own_name_means_the_shipped_one(project: Path) -> None:
    write(project, "redis-redis", 'extends = "redis-redis"\n')
    assert load()["task_acks_late"] is True


def test_a_circle_of_extends_is_refused(project: Path) -> None:
    write(project, "a", 'extends = "b"\n')
    write(project, "b", 'extends = "a"\n')
    assert "a → b → a" in problems("a")["extends"]


def test_an_ancestor_that_is_not_there_is_named(project: Path) -> None:
    write(project, "a", 'extends = "redis-rdis"\n')
    assert "did you mean redis-redis?" in problems("a")["extends"]


def test_toml_that_does_not_parse_names_file_and_line(project: Path) -> None:
    write(project, "a", "broker_url = \n")
    assert "profiles/a.toml:2" in problems("a")["a"]


def test_unknown_keys_of_a_profile_are_refused_with_their_lines(project: Path) -> None:
    write(project, "a", 'broker_ulr = "redis://h"\n[intent]\ndelivry = "at-least-once"\n')
    found = problems("a")
    assert "did you mean broker_url?" in found["broker_ulr"]
    assert "profiles/a.toml:2" in found["broker_ulr"]
    assert "did you mean delivery?" in found["delivry"]


def test_a_setting_at_the_wrong_level_of_a_profile_is_sent_to_settings(project: Path) -> None:
    write(project, "a", 'broker_url = "redis://h"\ntask_acks_late = true\n')
    assert "[settings]" in problems("a")["task_acks_late"]


def test_a_profile_without_a_broker_is_refused(project: Path) -> None:
    write(project, "a", "")
    assert "CELERY_BROKER_URL" in problems("a")["broker_url"]


def test_a_profile_can_be_a_path(project: Path) -> None:
    (project / "elsewhere.toml").write_text('broker_url = "redis://h:6379/9"\n')
    assert load("elsewhere.toml")["broker_url"] == "redis://h:6379/9"


def test_profiles_are_found_by_path_variable_and_by_tool_table(project: Path) -> None:
    for folder in ("one", "two"):
        (project / folder).mkdir()
        (project / folder / f"{folder}.toml").write_text('summary = "x"\nbroker_url = "redis://h"\n')
    (project / "pyproject.toml").write_text('[tool.celerykit]\nprofile_paths = ["one"]\n')
    assert load("one").profile == "one"
    assert load("two", {"CELERYKIT_PROFILE_PATH": str(project / "two")}).profile == "two"


def test_a_toml_file_without_a_summary_is_no_profile(project: Path) -> None:
    (project / "profiles" / "other.toml").write_text("x = 1\n")
    with pytest.raises(ProfileNotFound):
        load("other")


def test_an_unknown_profile_lists_those_in_reach() -> None:
    with pytest.raises(ProfileNotFound, match=r"did you mean redis-redis\?") as caught:
        load("redis-reddis")
    assert "rabbitmq-rpc" in str(caught.value)


def test_without_a_name_the_variable_then_the_tool_table_then_an_error(project: Path) -> None:
    assert load_profile(env={"CELERYKIT_PROFILE": "rabbitmq-rpc"}).profile == "rabbitmq-rpc"
    with pytest.raises(ProfileNotFound, match="in reach"):
        load_profile(env={})
    (project / "pyproject.toml").write_text('[tool.celerykit]\nprofile = "redis-redis"\n')
    assert load_profile(env={}).profile == "redis-redis"


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
