from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("CELERY_BROKER_URL", "broker_url"),
        ("CELERY_BROKER_READ_URL", "broker_read_url"),
        ("CELERY_BROKER_WRITE_URL", "broker_write_url"),
        ("CELERY_RESULT_BACKEND", "result_backend"),
    ],
)
def test_the_environment_beats_the_configuration(name: str, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "redis://elsewhere")
    with client(**{setting: "redis://here"}) as app:
        assert getattr(app.conf, setting) == "redis://elsewhere"
