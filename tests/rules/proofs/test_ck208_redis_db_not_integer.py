from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("path", ["shop", "1/"])
def test_sending_a_task_raises(path: str) -> None:
    with client(f"redis://127.0.0.1:1/{path}") as app, pytest.raises(ValueError, match="Database is int between 0"):
        app.send_task("proof.add")


def test_so_does_the_first_use_of_results() -> None:
    with client(backend="redis://127.0.0.1:1/1/") as app:
        assert app.backend.connparams["db"] == 1
    with client(result_backend="redis://127.0.0.1:1/shop") as app, pytest.raises(ValueError, match="invalid literal"):
        _ = app.backend
