from __future__ import annotations

from typing import Any

import pytest
from celery.app.trace import build_tracer
from celery.backends.rpc import RPCBackend

from tests.rules.proofs.apps import client

AGAIN = {"is_eager": False, "delivery_info": {"redelivered": True, "routing_key": "celery"}}


def runs_again(backend: str, **settings: Any) -> bool:
    """Whether a task that succeeded runs when its message is delivered a second time."""
    with client(backend=backend, worker_deduplicate_successful_tasks=True, **settings) as app:
        ran = []

        @app.task(name="proof.add", shared=False)
        def add() -> None:
            ran.append(True)

        app.finalize()
        app.backend.store_result("one", None, "SUCCESS")
        build_tracer(add.name, add, app=app)("one", (), {}, {**AGAIN, "id": "one"})
        return bool(ran)


@pytest.mark.parametrize(
    ("settings", "again"),
    [({"task_acks_late": True}, False), ({}, True)],
)
def test_a_task_that_succeeded_runs_again_where_it_is_acknowledged_early(settings: dict[str, Any], again: bool) -> None:
    assert runs_again("cache+memory://", **settings) is again


@pytest.mark.parametrize(("settings", "persistent"), [({}, False), ({"result_persistent": True}, True)])
def test_results_by_rpc_cannot_be_asked_for(settings: dict[str, Any], persistent: bool) -> None:
    with client(**settings) as app:
        assert RPCBackend(app).persistent is persistent
