from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client

WIDE, NARROW = ("proj.*", {"queue": "wide"}), ("proj.media.*", {"queue": "narrow"})


@pytest.mark.parametrize(
    ("routes", "queue"),
    [
        (dict([WIDE, NARROW]), "wide"),
        (dict([NARROW, WIDE]), "narrow"),
        ([dict([WIDE]), {"proj.media.resize": {"queue": "narrow"}}], "wide"),
        ({"proj.*": {"queue": "wide"}, "proj.media.resize": {"queue": "narrow"}}, "narrow"),
    ],
)
def test_the_first_that_matches_wins_but_for_names_in_the_same_mapping(routes: object, queue: str) -> None:
    with client(task_routes=routes) as app:
        assert app.amqp.router.route({}, "proj.media.resize")["queue"].name == queue
