from __future__ import annotations

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in


def test_a_queue_that_a_route_names_is_made_and_no_worker_reads_it() -> None:
    with client(task_routes={"proj.resize": "512-media"}, task_default_queue="512") as app:
        # What a worker reads from the start on, without -Q.
        assert list(app.amqp.queues.consume_from) == ["512"]
        app.send_task("proj.resize")
        assert waiting_in(app, "512-media", "512") == {"512-media": 1, "512": 0}


def test_a_blank_after_the_comma_is_part_of_the_name() -> None:
    with client(task_default_queue="512") as app:
        # As a worker does with the text after -Q (celery/worker/worker.py, setup_queues).
        app.amqp.queues.select(["512", " 512-media"])
        assert list(app.amqp.queues.consume_from) == ["512", " 512-media"]
