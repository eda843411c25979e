from __future__ import annotations

import pytest
from celery import Celery
from celery.exceptions import CDeprecationWarning


def test_celery_says_that_they_will_go() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"BROKER_URL": "memory://", "CELERY_ACKS_LATE": True})
    assert app.conf.task_acks_late is True
    with pytest.warns(CDeprecationWarning, match="setting is deprecated and scheduled for removal in") as told:
        app.conf.maybe_warn_deprecated_settings()
    assert sorted(str(each.message).split("'")[1] for each in told) == ["BROKER_URL", "CELERY_ACKS_LATE"]
