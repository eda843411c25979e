from __future__ import annotations

import pytest

from celerykit.values.suggestions import closest, did_you_mean

NAMES = ("task_default_queue", "task_serializer", "result_backend", "worker_concurrency")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("task_serialiser", "task_serializer"),
        ("default_task_queue", "task_default_queue"),
        ("RESULT_BACKEND", "result_backend"),
        ("worker_concurency", "worker_concurrency"),
    ],
)
def test_finds_what_was_meant(written: str, meant: str) -> None:
    assert closest(written, NAMES) == meant


def test_does_not_guess_from_afar() -> None:
    assert closest("colour", NAMES) is None
    assert did_you_mean("colour", NAMES, "look there") == "look there"
