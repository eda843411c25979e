from __future__ import annotations

import pytest
from celery import Celery

SETTINGS = {"CELERY_BROKER_URL": "memory://", "CELERY_RESULT_BACKEND": "rpc://", "CELERY_TASK_ACKS_LATE": True}


@pytest.mark.oldest
def test_prefixed_names_are_ignored_without_a_namespace_and_some_work_all_the_same() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object(SETTINGS)
    assert (app.conf.broker_url, app.conf.task_acks_late) == (None, False)
    assert app.conf.result_backend == "rpc://"
    assert app.connection_for_write().as_uri() == "amqp://guest:**@localhost:5672//"


@pytest.mark.oldest
def test_the_namespace_makes_them_settings() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object(SETTINGS, namespace="CELERY")
    assert (app.conf.broker_url, app.conf.task_acks_late) == ("memory://", True)
