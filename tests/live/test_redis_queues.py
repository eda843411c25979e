from __future__ import annotations

from typing import Any

import pytest

from celerykit.live.queue_depths import Depth, depths, queue_names
from celerykit.live.system import system_of
from tests.live.build import LIMIT
from tests.live.redis_states import sender
from tests.rules.build import project
from tests.servers.redis import RedisServer

TWO: dict[str, dict[str, str]] = {"celery": {}, "media": {}}
ROUTES: dict[str, Any] = {"proj.mail": {"queue": "mail"}, "proj.film": "media"}


def test_queues_are_those_declared_and_those_that_something_is_sent_to() -> None:
    with system_of(project(task_queues=TWO, task_routes=ROUTES)) as system:
        assert queue_names(system) == ("celery", "media", "mail")


@pytest.mark.servers
@pytest.mark.parametrize("options", [{}, {"global_keyprefix": "shop:"}, {"priority_steps": [0, 5], "sep": ":"}])
def test_depths_are_summed_over_priorities(redis_url: str, options: dict[str, object]) -> None:
    with sender(redis_url, broker_transport_options=options) as app:
        for priority in (0, 3, 9, None):
            app.send_task("proj.film", queue="media", priority=priority)
        app.send_task("proj.mail", queue="mail")

    written: dict[str, Any] = {"task_queues": TWO, "task_routes": ROUTES, "broker_transport_options": options}
    with system_of(project(broker_url=redis_url, **written), limit=LIMIT) as system:
        assert depths(system) == {"celery": Depth(0), "media": Depth(4), "mail": Depth(1)}


@pytest.mark.servers
def test_depths_are_told_by_tls(redis_tls_server: RedisServer) -> None:
    url, _ = redis_tls_server.fresh_tls_pair()
    assert redis_tls_server.tls
    trust = {"ssl_ca_certs": str(redis_tls_server.tls.ca)}
    with sender(url, broker_use_ssl=trust) as app:
        app.send_task("proj.any")

    with system_of(project(broker_url=url, broker_use_ssl=trust), limit=LIMIT) as system:
        assert depths(system) == {"celery": Depth(1)}
