from __future__ import annotations

import socket
import ssl

import pytest
import redis
from amqp import exceptions as amqp
from botocore import exceptions as aws
from hypothesis import given
from hypothesis import strategies as st
from psycopg import OperationalError

from celerykit.live.troubles import Trouble, trouble


def refused_by_sqs(code: str) -> aws.ClientError:
    return aws.ClientError({"Error": {"Code": code, "Message": ""}}, "ListQueues")


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        (amqp.AccessRefused("user 'guest' can only connect via localhost"), "login", "it lets the user guest in from"),
        (
            amqp.NotAllowed("access to vhost '/' refused for user 'x': connection limit (1) is reached"),
            "full",
            "no fur",
        ),
        (amqp.InternalError("vhost 'x' is down"), "place", "that virtual host is down"),
        (redis.exceptions.ConnectionError("max number of clients reached"), "full", "it takes no further connection"),
        (redis.exceptions.ResponseError("MISCONF Redis is configured to save RDB snapshots"), "disk", "cannot write"),
        (OperationalError('FATAL:  no pg_hba.conf entry for host "10.0.0.1"'), "login", "pg_hba.conf"),
        (OperationalError("fe_sendauth: no password supplied"), "login", "none is given"),
        (OperationalError('password authentication failed for user "x"'), "login", "it refuses the user"),
        (OperationalError("FATAL:  sorry, too many clients already"), "full", "it takes no further connection"),
        (OperationalError("server does not support SSL, but SSL was required"), "tls", "it speaks no TLS"),
        (OperationalError('server certificate for "a" does not match host name "b"'), "tls", "for another name"),
        (OperationalError("connection timeout expired"), "silent", "it does not answer"),
        (refused_by_sqs("InvalidClientTokenId"), "login", "it refuses the user"),
        (refused_by_sqs("AccessDenied"), "login", "its access list forbids"),
        (aws.NoCredentialsError(), "login", "no credentials are found"),
        (aws.EndpointConnectionError(endpoint_url="https://h"), "refused", "its endpoint cannot be reached"),
        (ssl.SSLError(1, "wrong"), "tls", "the TLS handshake fails"),
        (socket.gaierror(-2, "Name or service not known"), "name", "its name does not resolve"),
        (ConnectionResetError(104, "Connection reset by peer"), "other", "connection reset by peer"),
        (ZeroDivisionError("geheim"), "other", "the client raised ZeroDivisionError"),
    ],
)
def test_tells_what_an_error_means(error: Exception, reason: str, words: str) -> None:
    found = trouble(error)

    assert found.reason == reason
    assert words in found.words


def test_looks_for_what_an_error_came_from() -> None:
    error = RuntimeError("geheim")
    error.__cause__ = ConnectionRefusedError(111, "Connection refused")

    assert trouble(error) == Trouble("refused", "nobody listens there")


@given(
    st.text(min_size=8),
    st.sampled_from([amqp.NotAllowed, OperationalError, redis.exceptions.ResponseError, ValueError]),
)
def test_quotes_nothing_of_a_client_s_text(text: str, kind: type[Exception]) -> None:
    assert text not in trouble(kind(f"x{text}x")).words
