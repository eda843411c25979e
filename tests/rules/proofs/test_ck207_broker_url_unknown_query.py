from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("query", ["socket_timeout=5", "db=3", "password=x", "transport=amqp", "connect_timeout=3"])
def test_sending_a_task_raises(query: str) -> None:
    with client(f"redis://localhost/0?{query}") as app, pytest.raises(TypeError, match=r"argument|operand"):
        app.send_task("proof.add")


def test_so_does_a_bad_word_for_certificates() -> None:
    with client("rediss://localhost/0?ssl_cert_reqs=yes") as app, pytest.raises(KeyError, match="yes"):
        app.send_task("proof.add")


def test_some_words_are_taken() -> None:
    with client("memory://localhost/?heartbeat=5&insist=1&login_method=PLAIN") as app:
        app.send_task("proof.add")
