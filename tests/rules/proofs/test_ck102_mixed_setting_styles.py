from __future__ import annotations

import pytest
from celery import Celery
from celery.exceptions import ImproperlyConfigured


def test_celery_refuses_the_mix() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"broker_url": "memory://", "task_serializer": "json", "CELERY_ACKS_LATE": True})
    with pytest.raises(ImproperlyConfigured, match="Cannot mix new and old setting keys"):
        _ = app.conf.broker_url


def test_celery_takes_it_under_a_namespace() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"CELERY_BROKER_URL": "memory://", "CELERY_ACKS_LATE": True}, namespace="CELERY")
    assert app.conf.broker_url == "memory://"


def test_celery_refuses_the_mix_on_the_app_but_not_among_its_arguments() -> None:
    app = Celery("proof", broker="memory://", task_serializer="json", CELERY_ACKS_LATE=True, set_as_current=False)
    assert app.conf.task_acks_late is True
    app = Celery("proof", broker="memory://", set_as_current=False)
    app.conf.task_serializer = "json"
    app.conf.update(CELERY_ACKS_LATE=True)
    with pytest.raises(ImproperlyConfigured, match="Cannot mix new and old setting keys"):
        _ = app.conf.broker_url
