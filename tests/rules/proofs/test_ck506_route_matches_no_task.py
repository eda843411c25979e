from __future__ import annotations

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import in_order, waiting_in

# Messages of memory:// stay for the process: each proof has queues of its own.
ROUTES = {"tasks.resize": {"queue": "506-images"}, "proj.add": {"queue": "506-sums"}}


def test_a_task_whose_route_has_another_name_goes_to_the_default_queue() -> None:
    with client(task_routes=ROUTES, task_default_queue="506") as app:
        app.send_task("proj.tasks.resize")
        assert waiting_in(app, "506", "506-images") == {"506": 1, "506-images": 0}
        assert in_order(app, "506") == ["proj.tasks.resize"]


def test_maps_have_the_route_on_their_own_and_chunks_never() -> None:
    with client(task_routes=ROUTES, task_default_queue="506") as app:

        @app.task(name="proj.add")
        def add(x: int) -> int:
            return x

        add.map([1, 2]).apply_async()
        assert in_order(app, "506-sums") == ["celery.map"]
        add.chunks([(1,), (2,)], 2).apply_async()
        (add.map([1, 2]) | add.si(1)).apply_async()
        assert in_order(app, "506") == ["celery.starmap", "celery.map"]
        assert waiting_in(app, "506-sums") == {"506-sums": 0}
