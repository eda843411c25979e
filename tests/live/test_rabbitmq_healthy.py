"""A healthy RabbitMQ with a worker: whatever profile it runs, the checks of RabbitMQ are silent, and leave no trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from celerykit import load_profile
from celerykit.live.amqp_queues import amqp_depths
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.seen import seen
from celerykit.live.system import system_of
from tests.live.build import found
from tests.live.managed import ManagedRabbit, virtual_host
from tests.rules.build import project
from tests.workers import running_worker

pytestmark = pytest.mark.servers

CODES = ("CK930", "CK931", "CK933", "CK934", "CK935", "CK936", "CK938")
APP = """
import os

from celery import Celery

from celerykit import load_profile

app = Celery("shop")
app.config_from_object(load_profile(os.environ["PROFILE"], app_name="shop"))
"""


@contextmanager
def worker(broker: str, profile: str) -> Iterator[dict[str, Any]]:
    """A worker of the profile; its settings."""
    variables = {"CELERY_BROKER_URL": broker, "PROFILE": profile}
    with TemporaryDirectory(prefix="celerykit-healthy-") as folder:
        Path(folder, "celery_app.py").write_text(APP)
        with running_worker(cwd=Path(folder), env=variables, args=["--pool=solo", "--without-mingle"]):
            yield dict(load_profile(profile, env=variables, app_name="shop")) | {"task_annotations": {}}


@pytest.fixture(scope="module", params=["rabbitmq-rpc", "rabbitmq-quorum"])
def settings(request: pytest.FixtureRequest, managed_server: ManagedRabbit) -> Iterator[dict[str, Any]]:
    """The settings of a worker that runs."""
    with worker(managed_server.fresh(), request.param) as made:
        yield made


def test_is_silent(rabbit: ManagedRabbit, settings: dict[str, Any]) -> None:
    before = rabbit.state(settings["broker_url"])

    assert [finding for code in CODES for finding in found(code, **settings)] == []
    assert rabbit.state(settings["broker_url"]) == before


def test_is_silent_by_amqp_alone(rabbit_alone: ManagedRabbit, settings: dict[str, Any]) -> None:
    before = rabbit_alone.state(settings["broker_url"])

    assert [finding for code in ("CK930", "CK931") for finding in found(code, **settings)] == []
    assert rabbit_alone.state(settings["broker_url"]) == before


def test_sees_who_reads_a_queue(rabbit_alone: ManagedRabbit, settings: dict[str, Any]) -> None:
    with system_of(project(**settings)) as system:
        depth = system.once(amqp_depths)["shop"]

    assert (depth.ready, depth.unacknowledged, depth.consumers) == (0, None, 1)


def test_tells_what_the_broker_is(rabbit_alone: ManagedRabbit, settings: dict[str, Any]) -> None:
    with system_of(project(**settings)) as system:
        system.once(rabbitmq)
        (line,) = seen(system)

    assert "; RabbitMQ 3." in line
    assert line.endswith(f", virtual host {virtual_host(settings['broker_url'])}")
