from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(("options", "waits"), [({}, False), ({"confirm_publish": True}, True)])
def test_sending_waits_for_the_broker_only_where_that_is_asked_for(
    rabbitmq_url: str, options: dict[str, bool], waits: bool
) -> None:
    with client(rabbitmq_url, broker_transport_options=options) as app, app.connection_for_write() as connection:
        app.send_task("proof.add", connection=connection)
        assert connection.default_channel._confirm_selected is waits
