from __future__ import annotations

from celery import Celery


def test_new_names_in_upper_case_are_ignored_and_some_work_all_the_same() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"BROKER_URL": "memory://", "TASK_ACKS_LATE": True, "RESULT_EXPIRES": 60})
    assert app.conf.broker_url == "memory://"
    assert app.conf.task_acks_late is False
    assert app.conf.result_expires.total_seconds() == 86400
