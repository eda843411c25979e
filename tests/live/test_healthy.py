"""Systems that are well: the whole doctor finds nothing there, and says what it has seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.process import celerykit
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer, redis_running
from tests.workers import running_worker

pytestmark = pytest.mark.servers

FILES = {
    "__init__.py": "",
    "celery_app.py": """
from celery import Celery
from celery.schedules import crontab

import celerykit

app = Celery("shop", include=["shop.tasks"])
app.config_from_object(
    celerykit.load_profile(
        "PROFILE",
        app_name="shop",
        task_routes={"shop.tasks.resize": {"queue": "media"}},
        beat_schedule={"clean": {"task": "shop.tasks.clean", "schedule": crontab(minute=0, hour=3)}},
    )
)
""",
    "tasks.py": """
from shop.celery_app import app


@app.task
def place(number):
    return number


@app.task
def resize(path):
    return path


@app.task
def clean():
    pass
""",
    "web.py": """
from shop.tasks import place, resize


def order(number):
    place.delay(number)
    resize.delay(f"{number}.png")
""",
}
PROFILES = ("redis-redis", "rabbitmq-rpc", "rabbitmq-redis")


@pytest.fixture(scope="module")
def durable_redis() -> Iterator[RedisServer]:
    """One that keeps its tasks: the one of the other tests forgets them with its end, which the doctor would tell."""
    with redis_running(durable=True) as server:
        yield server


@pytest.fixture(scope="module", params=PROFILES)
def visit(
    request: pytest.FixtureRequest,
    durable_redis: RedisServer,
    rabbitmq_server: RabbitServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> CompletedProcess[str]:
    """A run of the doctor on a worker of a shipped profile."""
    folder, env = tmp_path_factory.mktemp("healthy"), servers(request.param, durable_redis, rabbitmq_server)
    write(folder / "shop", request.param)
    args = ["--queues=shop,media", "--without-gossip", "--beat"]
    with running_worker("shop.celery_app:app", cwd=folder, env=env, args=args):
        return celerykit("doctor", "--timeout", "2", "--output-format", "full", cwd=folder, env=env)


def servers(profile: str, redis: RedisServer, rabbitmq: RabbitServer) -> dict[str, str]:
    broker, results = redis.fresh_pair()
    found = {"CELERY_BROKER_URL": broker if profile.startswith("redis") else rabbitmq.fresh()}
    return found if profile.endswith("rpc") else found | {"CELERY_RESULT_BACKEND": results}


def write(package: Path, profile: str) -> None:
    package.mkdir()
    for name, text in FILES.items():
        (package / name).write_text(text.replace("PROFILE", profile))


def test_finds_nothing_on_a_system_that_is_well(visit: CompletedProcess[str]) -> None:
    assert visit.returncode == 0, visit.stdout + visit.stderr
    assert visit.stdout.startswith("No findings."), visit.stdout


def test_says_what_it_has_seen(visit: CompletedProcess[str]) -> None:
    said = visit.stdout + visit.stderr

    assert "Seen: broker " in said
    assert "Seen: worker celery@" in said
    assert "2 tasks at a time; reads media and shop; has 3 tasks" in said


def test_says_nothing_of_a_failure_of_its_own(visit: CompletedProcess[str]) -> None:
    assert "a bug in celerykit" not in visit.stdout + visit.stderr
