from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, signals

import celerykit
from celerykit.errors import UsageError
from tests.cli.process import run

WRONG = {"broker_url": "memory://", "task_serializer": "pickle", "accept_content": ["json"]}


@pytest.fixture
def app() -> Iterator[Celery]:
    made = Celery("shop", set_as_current=False)
    made.conf.update(WRONG)
    yield made
    made.close()


class Worker:
    """What Celery sends the signal with, as far as it matters here."""

    def __init__(self, app: Celery) -> None:
        self.app = app


def starts(app: Celery) -> None:
    signals.worker_init.send(sender=Worker(app))


def codes(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(record.args[0]) for record in caplog.records if isinstance(record.args, tuple) and record.args]


def test_logs_what_is_found_at_the_level_of_its_severity(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    celerykit.guard(app, select=["CK702"])
    with caplog.at_level(logging.INFO, "celerykit.guard"):
        starts(app)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("celerykit.guard", "ERROR")
    assert record.getMessage().startswith("CK702 serializer-not-accepted: ")


def test_refuses_with_the_code_for_a_wrong_configuration(app: Celery) -> None:
    celerykit.guard(app, refuse="error", select=["CK702"])
    with pytest.raises(SystemExit) as ended:
        starts(app)
    assert ended.value.code == 78


def test_starts_where_nothing_is_as_grave(app: Celery) -> None:
    celerykit.guard(app, refuse="error", select=["CK702"], ignore=["error"])
    starts(app)


def test_another_app_is_not_judged(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    celerykit.guard(app, refuse="info")
    starts(Celery("other", set_as_current=False))
    assert not caplog.records


def test_asked_twice_it_looks_once(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    celerykit.guard(app, select=["CK702"])
    celerykit.guard(app, select=["CK702"])
    starts(app)
    assert codes(caplog) == ["CK702"]


def test_a_selector_that_means_nothing_is_refused_at_once(app: Celery) -> None:
    with pytest.raises(UsageError, match="there is no rule CK999"):
        celerykit.guard(app, select=["CK999"])


def test_what_the_environment_sets_is_judged(
    app: Celery, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "rabbit://h")
    celerykit.guard(app, select=["CK202"])
    starts(app)
    assert codes(caplog) == ["CK202"]


def test_the_options_of_tasks_are_judged(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    @app.task(name="shop.pay", soft_time_limit=60, time_limit=30)
    def pay() -> None: ...

    celerykit.guard(app, select=["CK403"])
    starts(app)
    assert codes(caplog) == ["CK403"]


def test_no_secret_is_logged(app: Celery, caplog: pytest.LogCaptureFixture) -> None:
    secrets: dict[str, Any] = {"broker_url": "redis://:hunter2@h/0", "result_backend": "redis://:hunter2@h/0"}
    app.conf.update(
        secrets, redis_password="hunter2", broker_transport_options={"sentinel_kwargs": {"password": "hunter2"}}
    )
    celerykit.guard(app)
    starts(app)
    assert codes(caplog)
    assert "hunter2" not in caplog.text


PROGRAM = """
from celery import Celery
import celerykit

app = Celery("shop", broker="memory://")
app.conf.update(task_serializer="pickle", accept_content=["json"])
celerykit.guard(app, refuse="error", select=["CK702"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", [("worker", "-P", "solo"), ("beat", "-s", "schedule")])
def test_a_process_that_is_refused_ends_before_it_takes_a_task(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(PROGRAM)
    ended = run("-m", "celery", "-A", "shop", *command, cwd=tmp_path)
    assert ended.returncode == 78
    assert "CK702 serializer-not-accepted" in ended.stdout + ended.stderr
    assert " ready." not in ended.stdout + ended.stderr
