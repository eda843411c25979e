from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


def test_waiting_and_asking_raise() -> None:
    with client() as app:
        result = app.AsyncResult("some-id")
        with pytest.raises(NotImplementedError, match="No result backend is configured"):
            result.get(timeout=1)
        with pytest.raises(AttributeError, match="'DisabledBackend' object has no attribute '_get_task_meta_for'"):
            _ = result.state
