from __future__ import annotations

import pytest

from tests.live.build import found, tried
from tests.live.crews import worker

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def test_finds_two_nodes_of_one_name_on_redis(redis_url: str) -> None:
    with worker(redis_url, "same@here"), worker(redis_url, "same@here"):
        findings = tried("CK967", broker_url=redis_url)

    assert findings == [("warning", "worker same@here", "2 nodes have this name")]


def test_finds_two_nodes_that_share_a_mailbox_on_rabbitmq(rabbitmq_url: str) -> None:
    shared = {"SHARED": "1"}
    with worker(rabbitmq_url, "same@here", env=shared):
        assert found("CK967", broker_url=rabbitmq_url) == []
        with worker(rabbitmq_url, "same@here", env=shared):
            assert tried("CK967", broker_url=rabbitmq_url) == [
                ("warning", "worker same@here", "2 nodes have this name")
            ]
            assert found("CK968", broker_url=rabbitmq_url) == []


def test_is_silent_of_a_node_whose_mailbox_is_its_own(rabbitmq_url: str) -> None:
    with worker(rabbitmq_url, "alone@here"):
        assert found("CK967", broker_url=rabbitmq_url) == []
