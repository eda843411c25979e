from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("scheme", ["rabbitmq", "postgresql", "redis-sentinel", "SQLA+sqlite"])
def test_the_first_connection_raises(scheme: str) -> None:
    with client(broker=f"{scheme}://localhost") as app, pytest.raises(KeyError, match="No such transport"):
        app.connection_for_write().connect()


def test_capitals_do_no_harm() -> None:
    with client(broker="MEMORY://localhost") as app, app.connection_for_write() as connection:
        assert connection.connect()
