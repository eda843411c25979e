from __future__ import annotations

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in


def test_the_routing_key_is_not_looked_at() -> None:
    with client(task_routes={"proj.add": {"routing_key": "nowhere"}}, task_default_queue="517") as app:
        app.send_task("proj.add")
        app.send_task("proj.mul", routing_key="nowhere")
        assert waiting_in(app, "517", "nowhere") == {"517": 2, "nowhere": 0}


def test_with_an_exchange_alone_the_message_reaches_no_queue() -> None:
    with client(task_routes={"proj.add": {"exchange": "517-media"}}, task_default_queue="517-b") as app:
        app.send_task("proj.add")
        assert waiting_in(app, "517-b", "517-media") == {"517-b": 0, "517-media": 0}
