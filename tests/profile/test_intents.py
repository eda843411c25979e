from __future__ import annotations

from pathlib import Path

import pytest

from celerykit import ConfigurationError, load_profile
from tests.profile.loading import load, write

pytestmark = pytest.mark.oldest


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


def test_an_explicit_value_that_weakens_the_encryption_is_a_warning(project: Path) -> None:
    write(project, "mine", 'broker_url = "redis://b"\nresult_backend = "rediss://r"\n[intent]\ntls = true\n')
    config = load("mine", broker_use_ssl={"ssl_cert_reqs": "CERT_NONE"})
    assert {"warning"} == {note.severity for note in config.notes if note.setting.startswith("broker_use_ssl")}


def test_an_explicit_value_in_place_of_another_intent_is_for_information() -> None:
    (note,) = (note for note in load(task_time_limit=60).notes if note.setting == "task_time_limit")
    assert note.severity == "info"


def test_a_profiles_intent_beats_its_ancestors_setting(project: Path) -> None:
    write(project, "base", 'broker_url = "redis://b"\n[settings]\ntask_time_limit = 10\n')
    write(project, "child", 'extends = "base"\n[intent]\nlongest_task = "1h"\n')
    assert load("child")["task_time_limit"] == 3600


def test_a_profiles_setting_beats_its_own_intent(project: Path) -> None:
    write(
        project, "mine", 'broker_url = "redis://b"\n[intent]\nlongest_task = "1h"\n[settings]\ntask_time_limit = 10\n'
    )
    assert load("mine")["task_time_limit"] == 10


def test_files_for_tls_ask_for_tls() -> None:
    config = load_profile(
        "redis-redis", env={}, intent={"tls_ca": __file__}, broker_url="rediss://b", result_backend="rediss://b/1"
    )
    assert config.facts.wanted.tls is True


def test_files_for_tls_beside_no_tls_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="tls = false uses no file"):
        load_profile("redis-redis", env={}, intent={"tls": False, "tls_ca": __file__})


def test_a_key_without_its_certificate_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="without tls_certificate"):
        load_profile("redis-redis", env={}, intent={"tls_key": __file__})


def test_a_switch_is_read_from_the_environment_as_people_write_it() -> None:
    env = {"CELERYKIT_INTENT__TLS": "on", "CELERY_BROKER_URL": "rediss://b", "CELERY_RESULT_BACKEND": "rediss://b/1"}
    assert load_profile("redis-redis", env=env).facts.wanted.tls is True
    with pytest.raises(ConfigurationError, match="not a boolean"):
        load_profile("redis-redis", env={**env, "CELERYKIT_INTENT__TLS": "perhaps"})
