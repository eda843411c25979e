from __future__ import annotations

from importlib.metadata import version

import pytest
from celery import Celery

HONOURED = tuple(int(part) for part in version("celery").split(".")[:2]) >= (5, 7)


@pytest.mark.oldest
@pytest.mark.parametrize(
    ("old", "setting"),
    [("CELERY_ACKS_LATE", "task_acks_late"), ("BROKER_HEARTBEAT", "broker_heartbeat"), ("CELERYD_POOL", "worker_pool")],
)
def test_an_old_name_under_a_namespace_counts_from_5_7_on(old: str, setting: str) -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"CELERY_BROKER_URL": "memory://", old: "ours"}, namespace="CELERY")
    assert (getattr(app.conf, setting) == "ours") is HONOURED
