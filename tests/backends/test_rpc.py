from __future__ import annotations

import pytest

from celerykit import backends
from celerykit.backends.rpc import Rpc
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract


class TestRpc(BackendContract):
    backend = Rpc()
    url = "rpc://"
    takes_poll = False

    def test_is_found_by_its_alias(self) -> None:
        assert isinstance(backends.for_url("rpc"), Rpc)

    def test_any_process_would_see_pending(self) -> None:
        (refusal,) = Rpc().compile(Intents(results="poll"), celery=CELERY, url="rpc://")[1]
        assert "PENDING" in refusal.fact
        assert refusal.cure == 'say results = "caller"'

    def test_warns_of_results_that_only_rabbitmq_deletes(self) -> None:
        def told(url: str, **wanted: float) -> list[str]:
            remarks = Rpc().tells(Intents(**wanted), {"broker_url": url}, celery=CELERY)  # type: ignore[arg-type]
            return [remark.intent for remark in remarks]

        assert told("redis://", keep_results=60) == ["keep_results"]
        assert told("amqps://", keep_results=60) == []
        assert told("redis://") == []

    @pytest.mark.parametrize(
        ("broker", "results", "intents"), [("sqs", "caller", ["results"]), ("sqs", "none", []), ("redis", "caller", [])]
    )
    def test_a_sender_cannot_read_replies_from_sqs(self, broker: str, results: str, intents: list[str]) -> None:
        wanted = Intents(results=results)  # type: ignore[arg-type]
        assert [item.intent for item in Rpc().beside(broker, wanted)] == intents
