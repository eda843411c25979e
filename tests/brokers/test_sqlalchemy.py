from __future__ import annotations

from celerykit.brokers.sqlalchemy import Sqlalchemy
from celerykit.intents import Intents
from tests.brokers.contract import CELERY, EVERYTHING, BrokerContract


class TestSqlalchemy(BrokerContract):
    broker = Sqlalchemy()
    url = "sqla+sqlite:///messages.sqlite3"

    def test_says_nothing_where_nothing_is_wanted(self) -> None:
        """It polls quickly whatever is wanted."""
        compiled, refused = self.broker.compile(Intents(), celery=CELERY, url=self.url)
        assert {item.path: item.value for item in compiled} == {
            ("broker_transport_options", "plugins"): ["celerykit"],
            ("broker_transport_options", "polling_interval"): 0.02,
        }
        assert refused == []

    def test_names_the_intents_that_values_come_from(self) -> None:
        compiled, refused = self.broker.compile(EVERYTHING, celery=CELERY, url=self.url)
        assert {item.intent for item in compiled} == {"longest_task", "polling"}
        assert {item.intent for item in refused} == {"delivery", "priorities", "recover_within"}

    def test_what_needs_celerykit_is_what_only_the_plugin_lets_through(self) -> None:
        compiled, _ = self.broker.compile(Intents(), celery=CELERY, url=self.url)
        assert {item.path for item in compiled} == set(self.broker.needs_celerykit)

    def test_warns_of_a_relative_file(self) -> None:
        (need,) = self.broker.needs(Intents(), {"broker_url": self.url})
        assert "same working directory" in need

    def test_needs_nothing_for_a_file_named_in_full(self) -> None:
        assert self.broker.needs(Intents(), {"broker_url": "sqla+sqlite:////var/lib/messages.sqlite3"}) == ()

    def test_says_that_remote_control_reaches_no_worker(self) -> None:
        told = self.broker.tells(Intents(), {}, celery=CELERY)
        assert (
            "carries no remote control"
            in {remark.intent: remark.text for remark in told}["worker_enable_remote_control"]
        )

    def test_needs_no_directory_for_a_database_server(self) -> None:
        assert self.broker.needs(Intents(), {"broker_url": "sqla+postgresql://localhost/app"}) == ()
