from __future__ import annotations

from kombu import Queue

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in


def test_what_has_no_route_goes_to_a_queue_that_no_worker_reads() -> None:
    queues = [Queue("513-build"), Queue("513-sync")]
    routes = {"proj.build": {"queue": "513-build"}}
    with client(task_queues=queues, task_routes=routes, task_default_queue="513") as app:
        assert sorted(app.amqp.queues.consume_from) == ["513-build", "513-sync"]
        app.send_task("celery.backend_cleanup")
        app.send_task("proj.build")
        assert waiting_in(app, "513", "513-build") == {"513": 1, "513-build": 1}
