from __future__ import annotations

from pathlib import Path

import pytest

from celerykit import ProfileNotFound, load_profile
from tests.profile.loading import load, problems, write

pytestmark = pytest.mark.oldest


def test_a_profile_extends_another(project: Path) -> None:
    write(project, "base", 'broker_url = "redis://b"\n[settings]\ntimezone = "Europe/Oslo"\ntask_serializer = "json"\n')
    write(project, "child", 'extends = "base"\n[settings]\ntimezone = "Europe/Paris"\n')
    config = load("child")
    assert (config["timezone"], config["task_serializer"]) == ("Europe/Paris", "json")
    assert str(config.source("timezone")) == "profiles/child.toml:4"


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


def test_what_is_wrong_in_one_table_hides_nothing_of_the_others(project: Path) -> None:
    text = 'broker_url = "redis://b"\n[intent]\nlongest_tsak = 1\nlongest_delay = "soon"\n[queues]\nslow = 3\n'
    write(project, "mine", f"{text}[broker.redis]\nurl = 1\n[settings]\ntask_acks_lat = true\n")
    assert set(problems("mine")) == {
        "longest_tsak",
        "longest_delay",
        "queues.slow",
        "broker.redis.url",
        "task_acks_lat",
    }
