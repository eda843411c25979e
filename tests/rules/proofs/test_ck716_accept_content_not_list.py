from __future__ import annotations

import pytest
from celery.platforms import check_privileges
from kombu.exceptions import SerializerNotInstalled

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(("content", "letter"), [("json", "j"), (["JSON"], "JSON"), (["jsn"], "jsn")])
def test_there_is_no_serializer_of_that_name(content: object, letter: str) -> None:
    with (
        client(accept_content=content) as app,
        app.connection_for_read() as connection,
        pytest.raises(SerializerNotInstalled, match=f"installed for {letter}"),
    ):
        app.amqp.TaskConsumer(connection.default_channel)


def test_a_worker_looks_into_it_when_it_starts() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        check_privileges(None)
