from __future__ import annotations

import pytest
import redis
from celery import Celery
from celery.app.task import Context

from tests.rules.proofs.apps import LIMIT, client, waiting
from tests.workers import eventually

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


def ends(app: Celery) -> None:
    """The only task of a chord's header ends."""
    body = app.signature("proof.merge", app=app)
    request = Context(id="some-task", group="some-chord", group_index=0, chord=body)
    app.backend.on_chord_part_return(request, "SUCCESS", 4)


def test_the_body_is_sent_when_the_last_task_ends(redis_urls: tuple[str, str]) -> None:
    broker, backend = redis_urls
    with client(broker, backend, result_expires=60) as app:
        app.backend.set_chord_size("some-chord", 1)
        ends(app)
        assert waiting(broker) == 1


def test_not_where_what_was_counted_has_expired(redis_urls: tuple[str, str]) -> None:
    broker, backend = redis_urls
    with client(broker, backend, result_expires=1) as app, redis.Redis.from_url(backend) as server:
        app.backend.set_chord_size("some-chord", 1)
        eventually(lambda: not server.keys(), limit=LIMIT, what="the keys of the chord expire")
        ends(app)
        assert waiting(broker) == 0
