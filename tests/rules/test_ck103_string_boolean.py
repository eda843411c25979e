from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown


@pytest.mark.parametrize("text", ["False", "0", "no", "off"])
def test_a_text_that_says_no_means_yes(text: str) -> None:
    finding = only("CK103", task_acks_late=text)
    assert finding.message == f"task_acks_late is the text {text!r}, and every text that is not empty means on"
    assert finding.fix == "task_acks_late = False"
    assert finding.severity == "error"


def test_a_text_that_says_yes_is_right_by_accident() -> None:
    finding = only("CK103", task_acks_late="yes")
    assert finding.severity == "warning"
    assert finding.fix == "task_acks_late = True"


def test_a_text_from_the_environment_is_on_whatever_it_says() -> None:
    finding = only("CK103", task_always_eager=env("EAGER", "False"))
    assert finding.severity == "error"
    assert finding.fix == ('task_always_eager = os.environ.get("EAGER", "false").lower() in {"1", "true", "yes"}')


def test_speaks_of_a_variable_without_a_default() -> None:
    assert "a text from the environment" in only("CK103", enable_utc=unknown("os.environ['UTC']", str)).message


@pytest.mark.parametrize("value", [True, False, 1, 0, None, "", unknown("flag()"), unknown("int(x)", int)])
def test_is_silent_about_what_python_reads_as_meant(value: object) -> None:
    assert found("CK103", task_acks_late=value) == []


def test_is_silent_about_settings_that_are_no_switches() -> None:
    assert found("CK103", task_default_queue="False", timezone="UTC", frobnicate="False") == []
