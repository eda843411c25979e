from __future__ import annotations

from celerykit.rules.ck117_deprecated_acks_setting import DeprecatedAcksSetting
from tests.rules.build import found, only, unknown


def test_two_settings_replace_it() -> None:
    finding = only("CK117", task_acks_on_failure_or_timeout=False)
    assert finding.fix == "task_acks_on_failure = False, task_acks_on_timeout = False"
    assert finding.severity == "info"


def test_under_a_namespace() -> None:
    finding = only("CK117", namespace="CELERY", CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT=True)
    assert finding.message.startswith("CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT is deprecated since Celery 5.7")
    assert finding.fix == "CELERY_TASK_ACKS_ON_FAILURE = True, CELERY_TASK_ACKS_ON_TIMEOUT = True"


def test_a_value_that_is_not_known() -> None:
    assert only("CK117", task_acks_on_failure_or_timeout=unknown("late()")).fix.startswith("task_acks_on_failure = …")


def test_is_silent_about_the_new_ones() -> None:
    assert found("CK117", task_acks_on_failure=False, task_acks_on_timeout=True) == []


def test_is_for_the_celery_that_has_the_new_ones() -> None:
    assert DeprecatedAcksSetting.since == "5.7"
