from __future__ import annotations

from celery.app.defaults import _OPTIONS


def test_celery_will_drop_it() -> None:
    option = _OPTIONS["task_acks_on_failure_or_timeout"]
    assert option.deprecate_by == "6.0"
    assert "task_acks_on_failure" in option.alt
