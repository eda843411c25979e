from __future__ import annotations

import pytest
from celery.exceptions import ImproperlyConfigured

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("backend", ["postgresql://db/app", "memory://", "localhost:6379", "none", "riak://localhost"])
def test_a_name_that_is_none_is_imported(backend: str) -> None:
    with client(result_backend=backend) as app, pytest.raises(ModuleNotFoundError):
        app.send_task("proof.add")


def test_some_are_looked_for_in_a_module() -> None:
    with client(result_backend="redis:/localhost/0") as app, pytest.raises(AttributeError):
        app.send_task("proof.add")


@pytest.mark.parametrize("backend", ["amqp", "amqp://", "cache+redis://localhost", "database", "cache", "file"])
def test_some_are_refused(backend: str) -> None:
    with client(result_backend=backend) as app, pytest.raises(ImproperlyConfigured):
        app.send_task("proof.add")
