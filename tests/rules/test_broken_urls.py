"""No part of a password is shown, however its URL is broken."""

from __future__ import annotations

import pytest

from celerykit.rules import load
from tests.rules.build import project

SECRET = "s3cr3t"
PASSWORDS = ("s3cr3t", "s3cr3t/x", "x/s3cr3t", "12/s3cr3t", "12#s3cr3t", "12?s3cr3t", "s3cr3t;x", "x;s3cr3t", "[s3cr3t")
URLS = ("{0}://u:{1}@h/0", "{0}://{1}@far.io//v", "{0}://:{1}@8.8.8.8/a?socket_timeout=1", "u:{1}@h:6379")
SCHEMES = ("redis", "rediss", "amqp", "sentinel", "sqla+postgresql", "db+postgresql", "rabbitmq", "redis+sentinel")


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("shape", URLS)
def test_no_finding_shows_a_password(shape: str, password: str) -> None:
    rules = load()
    for scheme in SCHEMES:
        url = shape.format(scheme, password)
        subject = project(broker_url=url, result_backend=url)
        shown = [
            f"{found.message} {found.fix} {found.label} {found.subject}"
            for rule in rules
            for found in rule.check(subject)
        ]
        assert not [text for text in shown if SECRET in text]
