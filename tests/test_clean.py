"""What is right is left alone: the shipped profiles, the examples, a clean config by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import celerykit

ROOT = Path(__file__).parents[1]
PROFILES = sorted(path.stem for path in (ROOT / "profiles").glob("*.toml"))
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())

BY_HAND = """
import os

broker_url = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
result_backend = "redis://localhost:6379/1"
include = ["shop.orders.tasks", "shop.mail.tasks"]
task_serializer = "json"
result_serializer = "json"
accept_content = ["json"]
timezone = "Europe/Oslo"
enable_utc = True
task_acks_late = True
task_reject_on_worker_lost = True
task_retry_on_worker_lost = True
task_time_limit = 1800
task_soft_time_limit = 1700
broker_transport_options = {"visibility_timeout": 7200}
task_routes = {"shop.mail.tasks.send": "mail"}
task_annotations = {"shop.mail.tasks.send": {"rate_limit": "10/m"}}
result_expires = 3600
worker_prefetch_multiplier = 1
"""


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERYKIT_PROFILE", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_is_found_in_a_shipped_profile(name: str) -> None:
    report = celerykit.validate(f"profile:{name}")
    assert report.findings == ()
    assert report.settings_read > 10


@pytest.mark.parametrize("static", [True, False], ids=["static", "loaded"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_found_in_an_example(name: str, static: bool) -> None:
    report = celerykit.validate(root=ROOT / "examples" / name, static=static)
    assert report.findings == ()
    assert report.subjects


def test_nothing_is_found_in_an_example_that_is_named_from_elsewhere() -> None:
    assert celerykit.validate("examples/first_steps", root=ROOT).findings == ()


@pytest.mark.parametrize("static", [True, False], ids=["static", "loaded"])
def test_nothing_is_found_in_a_clean_config(tmp_path: Path, static: bool) -> None:
    (tmp_path / "celeryconfig.py").write_text(BY_HAND)
    report = celerykit.validate("celeryconfig", root=tmp_path, static=static)
    assert report.findings == ()
    assert report.settings_read == 18
