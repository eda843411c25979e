from __future__ import annotations

from celerykit.brokers.memory import Memory
from celerykit.intents import Intents
from tests.brokers.contract import CELERY, BrokerContract


class TestMemory(BrokerContract):
    broker = Memory()
    url = "memory://"

    def test_at_most_once_is_kept_by_early_acknowledgement(self) -> None:
        compiled, refused = self.broker.compile(Intents(delivery="at-most-once"), celery=CELERY, url=self.url)
        values = {item.path: item.value for item in compiled}
        assert values[("task_acks_late",)] is False
        assert ("worker_prefetch_multiplier",) not in values
        assert refused == []

    def test_at_least_once_is_refused_with_what_to_do(self) -> None:
        _, (refusal,) = self.broker.compile(Intents(delivery="at-least-once"), celery=CELERY, url=self.url)
        assert refusal.intent == "delivery"
        assert "embedded = true" in refusal.cure

    def test_a_limit_is_refused_that_threads_do_not_keep(self) -> None:
        compiled, (refusal,) = self.broker.compile(Intents(longest_task=60), celery=CELERY, url=self.url)
        assert refusal.intent == "longest_task"
        assert "on threads" in refusal.fact
        # Where tests may run without it, they see the settings that production has.
        assert (("task_time_limit",), 60) in {(item.path, item.value) for item in compiled}

    def test_wants_sender_and_worker_in_one_process(self) -> None:
        (need,) = self.broker.needs(Intents(), {})
        assert "one process" in need
