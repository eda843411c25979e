from __future__ import annotations

import pytest

from celerykit.rules.urls import Address, address, broker, each, reach, redis_database, urls
from tests.rules.build import env, known, project, unknown


def test_takes_a_url_apart() -> None:
    assert address("rediss://app:p%2Fw@Cache:6380/1?ssl_cert_reqs=required&x=") == Address(
        "rediss", "cache", 6380, "app", True, "/1", {"ssl_cert_reqs": "required"}
    )


@pytest.mark.parametrize(
    "text", ["localhost:6379", "redis://:p[w@cache/0", "redis://cache:p/0", "amqp://a:1/b@mq//", ""]
)
def test_a_text_that_is_no_whole_url_has_no_parts(text: str) -> None:
    assert address(text) is None


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("", "here"),
        ("localhost", "here"),
        ("127.0.0.2", "here"),
        ("::1", "here"),
        ("app.localhost", "here"),
        ("redis", "near"),
        ("10.1.2.3", "near"),
        ("192.168.0.5", "near"),
        ("fd00::1", "near"),
        ("host.docker.internal", "near"),
        ("redis.default.svc.cluster.local", "near"),
        ("redis.default.svc", "near"),
        ("a.b.euw1.cache.amazonaws.com", "near"),
        ("999.1.1.1", "near"),
        ("mq.example.net", "far"),
        ("8.8.8.8", "public"),
        ("2001:4860:4860::8888", "public"),
    ],
)
def test_from_where_a_host_is_reached(host: str, where: str) -> None:
    assert reach(host) == where


def test_each_url_of_a_list_has_its_own_value() -> None:
    subject = project(broker_url=["redis://a", "redis://b;redis://c"])
    found = [(setting, value.value, url) for setting, value, url in each(subject, "broker_url", "result_backend")]
    assert found == [
        ("broker_url", "redis://a", "redis://a"),
        ("broker_url", "redis://b;redis://c", "redis://b"),
        ("broker_url", "redis://b;redis://c", "redis://c"),
    ]


def test_a_list_with_something_unknown_in_it_has_no_known_url() -> None:
    assert list(each(project(broker_url=["redis://a", unknown("URL")]), "broker_url")) == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("redis://h", "redis"),
        (env("URL", "amqp://h"), "amqp"),
        (unknown('f"redis://{HOST}:6379/0"'), "redis"),
        (unknown('f"sqla+{URL}"'), None),
        (unknown('f"{SCHEME}://h"'), None),
        (unknown('"redis://" + HOST if HOST else "amqp://"'), None),
        (unknown("os.environ['URL']"), None),
        (unknown('URL or "redis://h"'), None),
    ],
)
def test_the_broker_that_a_url_leads_to(url: object, name: str | None) -> None:
    found = broker(project(broker_url=url))
    assert (found.name if found else None) == name


def test_what_a_password_cuts_in_two_is_no_list_of_urls() -> None:
    assert urls(known("redis://:pa;ss@cache/0")) == ()
    assert redis_database("redis://pass#word@cache/0") is None
