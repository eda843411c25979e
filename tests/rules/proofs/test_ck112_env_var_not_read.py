from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery

from tests.rules.proofs.apps import program
from tests.workers import celery_environment


def test_settings_in_the_environment_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_TASK_ACKS_LATE", "true")
    monkeypatch.setenv("BROKER_URL", "redis://cache")
    app = Celery("proof", broker="memory://", set_as_current=False)
    assert app.conf.task_acks_late is False
    assert app.conf.broker_url == "memory://"


@pytest.mark.parametrize(("name", "value"), [("BROKER_URL", "amqp://cache"), ("CELERY_BROKER", "cache")])
def test_the_celery_command_takes_some_for_its_broker(name: str, value: str, tmp_path: Path) -> None:
    program(tmp_path, "", "memory://")
    run = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "celery_app:app", "report"],
        cwd=tmp_path,
        env={**celery_environment(), name: value},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "transport:amqp" in run.stdout
