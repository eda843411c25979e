from __future__ import annotations

import pytest
from amqp.exceptions import ResourceLocked
from celery.utils.nodenames import default_nodename

from tests.rules.proofs.apps import client


@pytest.mark.servers
def test_the_second_of_that_name_ends_on_rabbitmq(rabbitmq_url: str) -> None:
    with client(rabbitmq_url) as app, app.connection() as first, app.connection() as second:
        app.control.mailbox.Node("same@host", channel=first.channel()).listen()
        with pytest.raises(ResourceLocked):
            app.control.mailbox.Node("same@host", channel=second.channel()).listen()


def test_a_name_without_a_host_is_a_host_without_a_name() -> None:
    assert default_nodename("compression") == "celery@compression"
