from __future__ import annotations

import pytest
from celery.exceptions import ImproperlyConfigured
from kombu.exceptions import SerializerNotInstalled

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("name", ["jsn", "JSON", "application/json"])
def test_sending_a_task_raises(name: str) -> None:
    with client(task_serializer=name) as app, pytest.raises(SerializerNotInstalled, match=name):
        app.send_task("proof.add")


def test_so_does_an_unknown_compression() -> None:
    with client(task_compression="gz") as app, pytest.raises(KeyError, match="gz"):
        app.send_task("proof.add")


def test_and_the_first_use_of_results() -> None:
    with client(result_serializer="jsn") as app, pytest.raises(KeyError, match="jsn"):
        _ = app.backend
    with (
        client(result_backend="redis://127.0.0.1:1/1", result_compression="gz") as app,
        pytest.raises(ImproperlyConfigured, match="gz"),
    ):
        _ = app.backend
