"""The checks on Redis are silent about a system that is well: as shipped, with tasks that wait and tasks that run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from celerykit.engine.examine import Manner, examine
from celerykit.engine.plan import plan_run
from celerykit.findings import Report
from celerykit.live import CHECKS
from tests.live.redis_states import sender
from tests.servers.process import eventually
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import sentinel_running
from tests.workers import run, running_worker

pytestmark = pytest.mark.servers
REDIS = [module[:5].upper() for module in CHECKS if "_redis_" in module]
APP = """
import celerykit
from celery import Celery

app = Celery("shop")
config = celerykit.load_profile()
app.config_from_object(config)


@app.task
def rest(path):
    import pathlib, time

    while not pathlib.Path(path).exists():
        time.sleep(0.1)
"""
# Some run, some are held for later, the rest wait; in all of the priorities.
SEND = """
import sys
from shop import config, rest

for priority in ("low", "normal", "high"):
    for _ in range(4):
        rest.apply_async((sys.argv[1],), priority=config.priority(priority))
    rest.apply_async((sys.argv[1],), countdown=600)
"""


def examined(env: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Report:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return examine(plan_run([f"profile:{env['CELERYKIT_PROFILE']}"], select=REDIS), Manner(limit=2.0))


@contextmanager
def at_work(folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """A worker that has something to do, and has more to do after it."""
    end = folder / "end"
    (folder / "shop.py").write_text(APP)
    (folder / "send.py").write_text(SEND)
    run("send.py", str(end), cwd=folder, env=env)
    with running_worker("shop:app", cwd=folder, env=env) as worker:
        eventually(lambda: worker.output().count("received") >= 2, what="tasks run")
        try:
            yield
        finally:
            end.touch()


def test_redis_as_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with redis_running(durable=True) as server:
        broker, results = server.fresh_pair()
        env = {"CELERYKIT_PROFILE": "redis-redis", "CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": results}
        with at_work(tmp_path, env):
            report = examined(env, monkeypatch)

    assert [f"{one.code} {one.message}" for one in report.findings] == []
    assert (report.live_checks_run, report.not_checked) == (len(REDIS), ())


def test_sentinel_as_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sentinel_running(durable=True) as servers:
        env = {
            "CELERYKIT_PROFILE": "redis-sentinel",
            "CELERY_BROKER_URL": servers.url(0),
            "CELERY_RESULT_BACKEND": servers.url(1),
            "CELERYKIT_BROKER_TRANSPORT_OPTIONS__MASTER_NAME": servers.master_name,
            "CELERYKIT_RESULT_BACKEND_TRANSPORT_OPTIONS__MASTER_NAME": servers.master_name,
        }
        with at_work(tmp_path, env):
            report = examined(env, monkeypatch)

    assert [f"{one.code} {one.message}" for one in report.findings] == []
    assert (report.live_checks_run, report.not_checked) == (len(REDIS), ())


def test_redis_by_tls_and_under_a_prefix(
    tmp_path: Path, redis_tls_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redis_tls_server.tls
    broker, results = redis_tls_server.fresh_tls_pair()
    ca = f"ssl_cert_reqs=required&ssl_ca_certs={redis_tls_server.tls.ca}"
    env = {
        "CELERYKIT_PROFILE": "redis-redis",
        "CELERY_BROKER_URL": f"{broker}?{ca}",
        "CELERY_RESULT_BACKEND": f"{results}?{ca}",
        "CELERYKIT_BROKER_TRANSPORT_OPTIONS__GLOBAL_KEYPREFIX": "shop:",
    }
    with sender(env["CELERY_BROKER_URL"], broker_transport_options={"global_keyprefix": "shop:"}) as app:
        app.send_task("proj.add")
    report = examined(env, monkeypatch)

    # This one is not made to keep anything.
    assert [one.code for one in report.findings] == ["CK913"]
    assert (report.live_checks_run, report.not_checked) == (len(REDIS), ())
