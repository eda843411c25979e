from __future__ import annotations

from zoneinfo import ZoneInfoNotFoundError

import pytest

from tests.rules.proofs.apps import client


def test_sending_with_a_countdown_raises_and_without_one_does_not() -> None:
    with client(timezone="UTC+3") as app:
        app.send_task("proof.add")
        with pytest.raises(ZoneInfoNotFoundError):
            app.send_task("proof.add", countdown=10)


def test_beat_raises() -> None:
    with client(timezone="UTC+3") as app, pytest.raises(ZoneInfoNotFoundError):
        app.now()
