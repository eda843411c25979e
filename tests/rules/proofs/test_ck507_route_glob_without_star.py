from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("key", ["proj.image_?", "proj.image_[12]", r"^proj\.image_.+", ".*image_1"])
def test_it_is_the_route_of_no_task(key: str) -> None:
    with client(task_routes={key: {"queue": "images"}}) as app:
        assert app.amqp.router.route({}, "proj.image_1")["queue"].name == "celery"


def test_a_star_makes_a_glob_of_it() -> None:
    with client(task_routes={"proj.image_?*": {"queue": "images"}}) as app:
        assert app.amqp.router.route({}, "proj.image_1")["queue"].name == "images"
