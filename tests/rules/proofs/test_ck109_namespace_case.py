from __future__ import annotations

import pytest
from celery import Celery


@pytest.mark.parametrize(
    ("namespace", "name", "found"),
    [
        ("celery", "CELERY_BROKER_URL", None),
        ("CELERY", "celery_broker_url", None),
        ("celery", "celery_broker_url", "memory://"),
        ("CELERY_", "CELERY_BROKER_URL", "memory://"),
    ],
)
def test_celery_looks_in_the_case_of_the_namespace(namespace: str, name: str, found: str | None) -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({name: "memory://"}, namespace=namespace)
    assert app.conf.broker_url == found
