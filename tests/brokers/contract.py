"""What every broker keeps to, whatever it is."""

from __future__ import annotations

from celerykit import brokers
from celerykit.brokers.base import Broker
from celerykit.catalogue import SETTINGS
from celerykit.intents import NAMES, TASK, Intents

CELERY = (5, 7, 0)
# What a broker sets whatever is wanted: a verified server, quick polling.
OF_ITSELF = {"polling", "tls"}
EVERYTHING = Intents(
    delivery="at-least-once",
    longest_task=600,
    longest_delay=60,
    priorities=("low", "high"),
    recover_within=3600,
    results="poll",
    keep_results=86400,
)


class BrokerContract:
    broker: Broker
    url: str

    def test_is_found_by_its_url_and_by_its_name(self) -> None:
        found, named = brokers.for_url(self.url), brokers.by_name(self.broker.name)
        assert type(found) is type(named) is type(self.broker)

    def test_its_name_is_listed(self) -> None:
        assert self.broker.name in brokers.NAMES

    def test_compiles_into_settings_that_celery_knows(self) -> None:
        compiled, _ = self.broker.compile(EVERYTHING, celery=CELERY, url=self.url)
        assert {item.path[0] for item in compiled} <= {*SETTINGS, TASK}

    def test_compiles_into_transport_options_that_it_reads(self) -> None:
        compiled, _ = self.broker.compile(EVERYTHING, celery=CELERY, url=self.url)
        keys = {item.path[1] for item in compiled if item.path[0] == "broker_transport_options"}
        assert keys <= set(self.broker.options)

    def test_names_the_intents_that_values_come_from(self) -> None:
        compiled, refused = self.broker.compile(EVERYTHING, celery=CELERY, url=self.url)
        named = {name for item in compiled for name in item.intent.split(", ")} | {item.intent for item in refused}
        assert named <= {*NAMES, *OF_ITSELF}

    def test_where_nothing_is_wanted_it_says_only_what_it_needs_itself(self) -> None:
        compiled, refused = self.broker.compile(Intents(), celery=CELERY, url=self.url)
        assert not refused
        assert {item.intent for item in compiled} <= OF_ITSELF

    def test_a_refusal_says_why_and_what_to_do(self) -> None:
        _, refused = self.broker.compile(EVERYTHING, celery=CELERY, url=self.url)
        assert all(item.fact and item.cure for item in refused)

    def test_keeps_settings_of_a_later_celery_from_an_earlier_one(self) -> None:
        compiled, _ = self.broker.compile(EVERYTHING, celery=(5, 4, 0), url=self.url)
        later = {name for name, setting in SETTINGS.items() if setting.since in {"5.5", "5.6", "5.7"}}
        assert not {item.path[0] for item in compiled} & later

    def test_priorities_are_all_different_or_all_none(self) -> None:
        numbers = [self.broker.priority(name, EVERYTHING) for name in EVERYTHING.priorities]
        assert len(set(numbers)) in {1, len(numbers)}
        assert len(set(numbers)) == len(numbers) or set(numbers) == {None}
