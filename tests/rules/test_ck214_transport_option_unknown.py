from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

REDIS, RABBIT = "redis://localhost", "amqp://localhost"


def test_a_misspelt_option() -> None:
    finding = only("CK214", broker_url=REDIS, broker_transport_options={"visiblity_timeout": 7200})
    assert finding.message == "Redis reads no option visiblity_timeout: it has no effect"
    assert finding.fix == "did you mean visibility_timeout?"
    assert finding.severity == "warning"
    assert labels(finding) == ["nobody reads this", "the transport in force"]


@pytest.mark.parametrize(
    ("url", "key", "fix"),
    [
        (RABBIT, "visibility_timeout", "delete it: it is no option of RabbitMQ"),
        (REDIS, "confirm_publish", "delete it: it is no option of Redis"),
        (REDIS, "keyprefix", "did you mean global_keyprefix?"),
        (REDIS, "master_name", "delete it: it is no option of Redis"),
        (RABBIT, "socket_timeout", "did you mean read_timeout?"),
        (REDIS, "ssl", "it is a setting of its own: broker_use_ssl"),
        (REDIS, "ssl_cert_reqs", "it belongs into the setting broker_use_ssl"),
        (REDIS, "password", "it is said in the broker's URL"),
        ("sentinel://s", "masterName", "did you mean master_name?"),
        ("filesystem://", "data_folder_processed", "did you mean processed_folder?"),
    ],
)
def test_what_other_transports_read(url: str, key: str, fix: str) -> None:
    assert only("CK214", broker_url=url, broker_transport_options={key: 1}).fix == fix


def test_sqlalchemy_complains() -> None:
    finding = only("CK214", broker_url="sqla+sqlite:///q.db", broker_transport_options={"visibility_timeout": 1})
    assert finding.message.endswith("the first connection raises TypeError")
    assert finding.severity == "error"


def test_a_misspelling_of_what_any_transport_reads_where_the_broker_is_unknown() -> None:
    options = {"visiblity_timeout": 1, "something_else": 2, "visibility_timeout": 3}
    finding = only("CK214", broker_url=unknown("URL"), broker_transport_options=options)
    assert finding.message == "no transport reads an option visiblity_timeout: it has no effect"
    assert labels(finding) == ["nobody reads this"]


def test_leftovers_of_an_extension_that_had_a_scheme_of_its_own() -> None:
    options = {"sentinels": [("s1", 26379)], "service_name": "main"}
    cures = [item.fix for item in found("CK214", broker_url="redis-sentinel://s1/0", broker_transport_options=options)]
    assert cures == ["name them in the URL: sentinel://s1:26379;sentinel://s2:26379", "did you mean master_name?"]


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (REDIS, {"visibility_timeout": 7200, "max_retries": 3, "polling_interval": 1}),
        (RABBIT, {"confirm_publish": True, "read_timeout": 5}),
        (REDIS, {}),
        (REDIS, {1: 2}),
        (REDIS, unknown("OPTIONS")),
        (env("BROKER", RABBIT), {"visibility_timeout": 7200}),
        (unknown("URL"), {"visibility_timeout": 7200, "confirm_publish": True, "something": 1}),
        ("sqla+sqlite:///q.db", {"echo": True, "isolation_level": "x", "connect_args": {}}),
        ("kafka://h", {"visiblity_timeout": 1}),
        ("my.transport://h", {"visiblity_timeout": 1}),
        (REDIS, {"task_default_priority": 7}),
        (None, {"visibility_timeout": 1}),
    ],
)
def test_is_silent_about_what_is_read_or_may_be(url: object, options: object) -> None:
    assert found("CK214", broker_url=url, broker_transport_options=options) == []


@pytest.mark.parametrize("words", [{"beat_scheduler": "redbeat.RedBeatScheduler"}, {"redbeat_redis_url": REDIS}])
def test_is_silent_about_what_redbeat_reads(words: dict[str, object]) -> None:
    options = {"sentinels": [("s1", 26379)], "service_name": "main"}
    assert not found("CK214", broker_url="sentinel://s1", broker_transport_options=options, **words)
