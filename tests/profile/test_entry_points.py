"""What other packages add through entry points."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from celerykit import backends, brokers, load_profile
from celerykit.backends.redis import Redis as RedisBackend
from celerykit.brokers.redis import Redis as RedisBroker


class Valkey(RedisBroker):
    name = "valkey"
    schemes = ("valkey",)


class ValkeyBackend(RedisBackend):
    name = "valkey"
    schemes = ("valkey",)


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], None]:
    def offered(group: str, thing: object) -> None:
        point = SimpleNamespace(load=lambda: thing)
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda **given: [point] * (given["group"] == group))
        brokers._class.cache_clear()
        backends._class.cache_clear()

    return offered


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    brokers._class.cache_clear()
    backends._class.cache_clear()


def test_a_broker(offer: Callable[[str, object], None]) -> None:
    assert brokers.for_url("valkey://h") is None
    offer("celerykit.brokers", Valkey)
    assert isinstance(brokers.for_url("valkey://h:6379/0"), Valkey)
    config = load_profile("redis-redis", env={"CELERY_BROKER_URL": "valkey://h:6379/0"})
    assert config.broker == "valkey"
    assert config["broker_transport_options"]["visibility_timeout"] == 5580


def test_a_backend(offer: Callable[[str, object], None]) -> None:
    offer("celerykit.backends", ValkeyBackend)
    assert isinstance(backends.for_url("valkey://h"), ValkeyBackend)


def test_a_folder_of_profiles(offer: Callable[[str, object], None], tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('summary = "Ours."\nbroker_url = "redis://h:6379/0"\n')
    offer("celerykit.profiles", tmp_path)
    assert load_profile("house", env={})["broker_url"] == "redis://h:6379/0"


def test_a_package_of_profiles(offer: Callable[[str, object], None], tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('summary = "Ours."\nbroker_url = "redis://h:6379/0"\n')
    offer("celerykit.profiles", SimpleNamespace(__path__=[str(tmp_path)]))
    assert load_profile("house", env={}).profile == "house"
