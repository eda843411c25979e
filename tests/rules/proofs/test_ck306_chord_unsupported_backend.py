from __future__ import annotations

import pytest
from celery import Celery, chord, group

from tests.rules.proofs.apps import client


def start(app: Celery) -> None:
    add, total = app.signature("proof.add", app=app), app.signature("proof.total", app=app)
    chord([add, add], app=app)(total)


@pytest.mark.parametrize("backend", [None, "rpc://"])
def test_starting_a_chord_raises(backend: str | None) -> None:
    with client(result_backend=backend) as app, pytest.raises(NotImplementedError, match="chord"):
        start(app)


def test_so_does_a_group_that_a_task_follows() -> None:
    with client() as app:
        add = app.signature("proof.add", app=app)
        with pytest.raises(NotImplementedError, match="chord"):
            (group([add, add], app=app) | add).apply_async()
