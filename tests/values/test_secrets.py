from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from celerykit.values.secrets import hide_in_text, is_secret_name, shown

MARK = "hunter2"
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
in_quotes = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="'\"<>\n"), max_size=12)
schemes = st.sampled_from(
    ["redis", "rediss", "amqp", "amqps", "sentinel", "db+postgresql+psycopg", "sqla+mysql", "mongodb"]
)
users = st.text("abcXYZ019._-/%+ ", max_size=8)


@given(schemes, users, text.filter(lambda t: "://" not in t), text.filter(lambda t: "://" not in t))
@example("redis", "", " ", "\n")
@example("amqp", "a/b", "'", '"')
def test_no_password_of_a_url_is_shown_whatever_it_holds(scheme: str, user: str, before: str, after: str) -> None:
    url = f"{scheme}://{user}:{before}{MARK}{after}@host:6379/0"
    assert MARK not in hide_in_text(url)
    assert MARK not in shown(url)
    assert MARK not in shown({"broker_url": [url, (url,)]})


@given(schemes, users, in_quotes, in_quotes)
def test_no_password_is_shown_within_a_text(scheme: str, user: str, before: str, after: str) -> None:
    url = f"{scheme}://{user}:{before}{MARK}{after}@host:6379/0"
    assert MARK not in hide_in_text(f"broker_url = '{url}'  # and more")
    assert MARK not in hide_in_text(f"cannot reach {url}: refused")


@given(st.lists(in_quotes.filter(lambda t: ";" not in t), min_size=2, max_size=4))
def test_no_password_of_several_urls_is_shown(around: list[str]) -> None:
    urls = ";".join(f"sentinel://:{part}{MARK}{part}@host:26379/0" for part in around)
    assert MARK not in hide_in_text(urls)


@given(st.sampled_from(["password", "ssl_password", "token", "api_key", "secret"]))
def test_no_secret_argument_of_a_url_is_shown(name: str) -> None:
    assert MARK not in hide_in_text(f"redis://h/0?{name}={MARK}&timeout=3")


@pytest.mark.parametrize(
    "url",
    ["redis://h:6379/0", "amqp://user@h//", "sqla+sqlite:///a.db", "redis://h/0?ssl_cert_reqs=required", "rpc://"],
)
def test_a_url_without_a_secret_is_left_as_it_is(url: str) -> None:
    assert hide_in_text(url) == url


def test_user_and_host_stay_readable() -> None:
    assert hide_in_text("amqp://shop:pw@mq:5672/v") == "amqp://shop:***@mq:5672/v"


def test_a_lone_word_before_a_redis_host_is_a_password_by_mistake() -> None:
    assert hide_in_text("redis://hunter2@h:6379/0") == "redis://***@h:6379/0"


@given(text.filter(bool))
def test_a_secret_value_is_not_shown_at_all(value: str) -> None:
    assert shown(value, secret=True) == "***"
    assert shown({"password": value, "login_response": [value]}) == "{'password': ***, 'login_response': ***}"


def test_an_empty_secret_is_seen_to_be_empty() -> None:
    assert shown(None, secret=True) == "None"


@pytest.mark.parametrize("name", ["redis_password", "security_key_password", "s3_secret_access_key", "api_key"])
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["keyspace", "global_keyprefix", "unacked_key", "bypass", "queue"])
def test_other_names_are_not_taken_for_secrets(name: str) -> None:
    assert not is_secret_name(name)


def test_a_hostile_text_does_not_take_long() -> None:
    assert hide_in_text("a://" * 5_000).count("a://") == 5_000
