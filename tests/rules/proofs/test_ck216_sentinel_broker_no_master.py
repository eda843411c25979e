from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


def test_sending_a_task_raises() -> None:
    url = "sentinel://127.0.0.1:1;sentinel://127.0.0.1:2"
    with client(url) as app, pytest.raises(ValueError, match="'master_name' transport option must be specified"):
        app.send_task("proof.add")
