from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in

pytestmark = pytest.mark.servers


def test_celery_says_so_and_sends_it_to_the_worker_at_once(rabbitmq_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with client(rabbitmq_url, task_default_queue_type="quorum") as app:
        app.send_task("proj.remind", countdown=600)
        assert "Direct exchanges are not supported with native delayed delivery" in caplog.text
        assert waiting_in(app, "celery") == {"celery": 1}
