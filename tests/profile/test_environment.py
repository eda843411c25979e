from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from celerykit.catalogue import SETTINGS
from celerykit.profile.environment import read_by_nobody, read_environment
from celerykit.profile.layers import Said

names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", max_size=30)


def settings(variables: dict[str, str]) -> dict[str, object]:
    found = read_environment(variables, level=0).layer.settings
    return {n: c.value if isinstance(c, Said) else {k: v.value for k, v in c.items()} for n, c in found.items()}


def test_other_variables_are_left_alone() -> None:
    found = read_environment({"PATH": "/bin", "CELERY_APP": "p", "CELERYD_CONCURRENCY": "3"}, level=0)
    assert not found.problems
    assert not found.layer.settings


def test_a_list_is_written_with_commas_or_as_json() -> None:
    assert settings({"CELERYKIT_ACCEPT_CONTENT": "json, msgpack"}) == {"accept_content": ["json", "msgpack"]}
    assert settings({"CELERYKIT_ACCEPT_CONTENT": '["json"]'}) == {"accept_content": ["json"]}


def test_a_dictionary_is_written_as_json() -> None:
    assert settings({"CELERYKIT_TASK_ROUTES": '{"p.add": {"queue": "q"}}'}) == {
        "task_routes": {"p.add": {"queue": "q"}}
    }


def test_nested_variables_of_one_key_come_together() -> None:
    variables = {
        "CELERYKIT_BEAT_SCHEDULE__NIGHTLY__TASK": "p.clean",
        "CELERYKIT_BEAT_SCHEDULE__NIGHTLY__SCHEDULE": "600",
    }
    assert settings(variables) == {"beat_schedule": {"nightly": {"task": "p.clean", "schedule": 600}}}


def test_broken_json_names_the_variable() -> None:
    (problem,) = read_environment({"CELERYKIT_TASK_ROUTES": '{"a": '}, level=0).problems
    assert problem.setting == "CELERYKIT_TASK_ROUTES"


def test_priorities_are_written_with_commas() -> None:
    found = read_environment({"CELERYKIT_INTENT__PRIORITIES": "low, high"}, level=0)
    assert found.layer.intents["priorities"].value == ["low", "high"]


def test_lists_and_priorities_are_taken_away_as_all_else_is() -> None:
    assert settings({"CELERYKIT_INCLUDE": "unset"}) == {"include": "unset"}
    found = read_environment({"CELERYKIT_INTENT__PRIORITIES": "unset"}, level=0)
    assert found.layer.intents["priorities"].value == "unset"


def test_a_variable_that_the_celery_command_reads_is_not_held_against_anybody() -> None:
    assert not list(read_by_nobody({"CELERY_BEAT_SCHEDULE": "/run/s", "CELERY_WORKER_POOL": "solo", "CELERY_APP": "p"}))


@given(st.dictionaries(names.map("CELERYKIT_".__add__), st.text(max_size=20), max_size=4))
def test_each_variable_of_ours_is_either_read_or_a_problem(variables: dict[str, str]) -> None:
    found = read_environment(variables, level=0)
    said = [*found.layer.settings.values(), *found.layer.intents.values()]
    read = {value.source.name for cell in said for value in ([cell] if isinstance(cell, Said) else cell.values())}
    told = {problem.setting.removesuffix("_FILE") for problem in found.problems}
    for name in (name for name, value in variables.items() if value):
        assert name in read | set(found.own) or name.removesuffix("_FILE") in told or "{}" in variables[name]


def test_a_key_beside_the_whole_is_a_problem() -> None:
    variables = {"CELERYKIT_ACCEPT_CONTENT": "json", "CELERYKIT_ACCEPT_CONTENT__A": "1"}
    assert [problem.setting for problem in read_environment(variables, level=0).problems] == [
        "CELERYKIT_ACCEPT_CONTENT__A"
    ]


@given(st.sampled_from(sorted(SETTINGS)), st.text(min_size=1))
def test_no_text_makes_reading_crash(name: str, text: str) -> None:
    read_environment({f"CELERYKIT_{name.upper()}": text}, level=0)


@given(st.text("abc/#?:@%[]", min_size=8, max_size=20).filter(lambda text: len(set(text)) > 3))
def test_problems_never_quote_what_a_secret_variable_holds(secret: str) -> None:
    marked = f"s3cr3t{secret}"
    found = read_environment({"CELERYKIT_REDIS_PASSWORD__X": marked, "CELERYKIT_TASK_ROUTES": "{" + marked}, level=0)
    assert marked not in "".join(map(str, found.problems))
