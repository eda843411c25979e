from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown


def test_one_text() -> None:
    finding = only("CK716", accept_content="json")
    assert finding.message == (
        "accept_content is one text: each letter is taken for a serializer, and there is none called j"
    )
    assert finding.fix == 'accept_content = ["json"]'
    assert finding.severity == "error"
    assert labels(finding) == ["not a list of serializers"]


def test_several_in_one_text() -> None:
    assert only("CK716", result_accept_content="json, yaml").fix == 'result_accept_content = ["json", "yaml"]'


def test_several_in_one_item() -> None:
    finding = only("CK716", accept_content=["json,pickle"])
    assert finding.message == (
        "accept_content holds several names in one text: there is no serializer called json,pickle"
    )
    assert finding.fix == 'accept_content = ["json", "pickle"]'


def test_none_at_all() -> None:
    assert only("CK716", accept_content=None).message == "accept_content is None: workers do not start (TypeError)"


@pytest.mark.parametrize(("name", "meant"), [("JSON", "json"), ("jsn", "json"), ("yml", "yaml"), (" json", "json")])
def test_a_name_that_none_has(name: str, meant: str) -> None:
    finding = only("CK716", accept_content=["pickle", name])
    assert finding.message.endswith("there is no serializer of that name")
    assert finding.fix == f'accept_content = ["{meant}"]'
    assert labels(finding) == ["no serializer"]


def test_the_default_of_a_variable() -> None:
    assert only("CK716", accept_content=env("CONTENT", "json")).message.endswith(", unless CONTENT is set")


@pytest.mark.parametrize(
    "content",
    [
        ["json"],
        ("json", "yaml"),
        {"json"},
        ["application/json", "application/x-yaml"],
        ["json", "our_own"],
        [],
        "",
        unknown("CONTENT"),
        [unknown("NAME")],
    ],
)
def test_is_silent_about_lists(content: object) -> None:
    assert found("CK716", accept_content=content) == []


def test_results_may_accept_what_tasks_do() -> None:
    assert found("CK716", result_accept_content=None) == []
