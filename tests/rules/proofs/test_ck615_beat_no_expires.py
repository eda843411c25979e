from __future__ import annotations

from typing import Any

import pytest
from celery.worker.request import Request

from tests.rules.proofs.schedules import InMemory, scheduling, sent


@pytest.mark.parametrize(("options", "expires"), [({}, False), ({"expires": -1}, True)])
def test_what_waited_is_run_unless_it_expired(options: dict[str, Any], expires: bool) -> None:
    entry = {"task": "proof.add", "schedule": 0, "args": (1,), "options": options}
    with scheduling({"add": entry}) as app:
        InMemory(app).tick()
        (message,) = sent(app)
        assert bool(Request(message, app=app).maybe_expire()) is expires
