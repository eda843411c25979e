from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import pytest
from celery.app.trace import build_tracer
from kombu.exceptions import EncodeError
from kombu.serialization import dumps

from tests.rules.proofs.apps import client


def test_the_body_never_runs() -> None:
    ran = []
    with client(task_always_eager=True) as app:

        @app.task(shared=False)
        async def send() -> None:
            ran.append("send")

        result = send.delay().get()
        assert isinstance(result, Coroutine)
        result.close()
    assert ran == []


def test_a_worker_takes_the_coroutine_for_the_result_which_is_no_json() -> None:
    with client() as app:

        @app.task(shared=False, ignore_result=True)
        async def send() -> None: ...

        trace: Any = build_tracer(send.name, send, app=app)
        result = trace("an-id", (), {}, request={"id": "an-id"}).retval
        with pytest.raises(EncodeError, match="coroutine is not JSON serializable"):
            dumps(result, serializer="json")
        result.close()
