from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown


def test_one_module_is_taken_apart_letter_by_letter() -> None:
    finding = only("CK105", include="proj.tasks")
    assert finding.severity == "warning"
    assert finding.fix == 'include = ["proj.tasks"]'


def test_two_modules_in_one_text_are_none() -> None:
    finding = only("CK105", imports="dialog,taskmgr.tasks")
    assert finding.severity == "error"
    assert finding.fix == 'imports = ["dialog", "taskmgr.tasks"]'


def test_a_text_from_the_environment() -> None:
    finding = only("CK105", include=unknown('os.environ["MODULES"]', str))
    assert finding.fix == "include = os.environ[\"MODULES\"].split(',')"


def test_the_default_of_a_variable() -> None:
    assert only("CK105", include=env("MODULES", "proj.tasks")).message.endswith("unless MODULES is set")


@pytest.mark.parametrize("value", [["proj.tasks"], ("proj.tasks",), [], "", None, unknown("modules()")])
def test_is_silent_about_lists(value: object) -> None:
    assert found("CK105", include=value, imports=value) == []


def test_is_silent_about_other_settings() -> None:
    assert found("CK105", broker_url="redis://localhost", task_default_queue="proj") == []
