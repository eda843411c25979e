from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from celerykit.cli.commands import celerykit
from celerykit.intents import NAMES
from celerykit.profile.document import _KEYS
from celerykit.profile.schema import profile_schema

PROFILES = sorted((Path(__file__).parents[2] / "profiles").glob("*.toml"))
SCHEMA = Draft202012Validator(profile_schema())


def wrong(document: dict[str, Any]) -> list[str]:
    return [error.message for error in SCHEMA.iter_errors({"summary": "x", **document})]


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(profile_schema())


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_shipped_profile_fits(path: Path) -> None:
    assert wrong(tomllib.loads(path.read_text())) == []


def test_knows_every_key_and_every_intent() -> None:
    properties = profile_schema()["properties"]
    assert set(properties) == set(_KEYS)
    assert set(properties["intent"]["properties"]) == set(NAMES)


@pytest.mark.parametrize(
    "document",
    [
        {"broker_ulr": "redis://h"},
        {"intent": {"delivry": "at-least-once"}},
        {"intent": {"delivery": "exactly-once"}},
        {"settings": {"task_ack_late": True}},
        {"settings": {"task_acks_late": "perhaps"}},
        {"broker": {"redis": {"task_acks_late": True}}},
        {"queues": {"fast": {"speed": 1}}},
    ],
)
def test_refuses_what_loading_refuses(document: dict[str, Any]) -> None:
    assert wrong(document)


@pytest.mark.parametrize(
    "document",
    [
        {"settings": {"task_time_limit": "30m", "result_expires": 60, "timezone": "unset"}},
        {"settings": {"beat_schedule": {"n": {"task": "p.t", "schedule": {"crontab": "0 4 * * *"}}}}},
        {"broker": {"valkey": {"settings": {"task_acks_late": True}}}},
        {"queues": {"fast": {}}},
    ],
)
def test_takes_what_loading_takes(document: dict[str, Any]) -> None:
    assert wrong(document) == []


def test_the_command_writes_it() -> None:
    assert json.loads(CliRunner().invoke(celerykit, ["schema"]).stdout) == profile_schema()
