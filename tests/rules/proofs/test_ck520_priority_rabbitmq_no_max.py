from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import in_order

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(("most", "order"), [(None, ["0", "5", "9", "1"]), (10, ["9", "5", "1", "0"])])
def test_only_a_queue_with_a_maximum_heeds_them(rabbitmq_url: str, most: int | None, order: list[str]) -> None:
    with client(rabbitmq_url, task_queue_max_priority=most) as app:
        for name in ("0", "5", "9", "1"):
            app.send_task(name, priority=int(name))
        assert in_order(app, "celery") == order
