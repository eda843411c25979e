from __future__ import annotations

from types import SimpleNamespace

import pytest
from celery.worker.consumer.control import Control

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(("url", "listens"), [("sqs://", False), ("redis://localhost", True)])
def test_a_worker_leaves_remote_control_out(url: str, listens: bool) -> None:
    with client(url) as app:
        asked = SimpleNamespace(app=app, conninfo=app.connection())
        assert bool(Control.include_if(Control.__new__(Control), asked)) is listens
