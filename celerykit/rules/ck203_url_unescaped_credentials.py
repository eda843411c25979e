from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import unless

_BROKERS = ("broker_url", "broker_read_url", "broker_write_url")


class UrlUnescapedCredentials(Rule):
    """A password in a URL holds a character that ends it too early.

    *Why*: in a URL the characters `/ ? # [ ]` have a meaning of their own, and in a broker URL `;` divides it from the
    next one.
    In a password they cut the URL in two: it raises `ValueError` (Port could not be cast to integer value, Invalid IPv6
    URL), or names another host.

    *Instead*: write such characters percent-encoded, as `urllib.parse.quote(password, safe="")` does.
    `@`, `+` and `!` need no encoding.
    """

    code = "CK203"
    name = "url-unescaped-credentials"
    severity = "error"
    message = (
        "the password in {name} holds a character that ends it too early (one of / ? # [ ] ;): {consequence}{unless}"
    )
    fix = 'write the password percent-encoded: urllib.parse.quote(password, safe="")'
    symptoms = ("ValueError: Port could not be cast to integer value as", "ValueError: Invalid IPv6 URL")
    bad = """\
broker_url = "amqps://shop:pass/word@mq.example.net:5671/prod"
"""
    good = """\
broker_url = "amqps://shop:pass%2Fword@mq.example.net:5671/prod"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting in (*_BROKERS, "result_backend"):
            entry = project.config.entry(setting)
            if not entry or not entry.value.known:
                continue
            for value in entry.value.items or (entry.value,):
                consequence = _breaks(value.value, split=setting in _BROKERS) if isinstance(value.value, str) else ""
                if consequence:
                    yield self.finding(
                        value,
                        subject=project.config.subject,
                        said="cut in two within the password",
                        name=entry.name,
                        consequence=consequence,
                        unless=unless(value),
                    )


def _breaks(text: str, *, split: bool) -> str:
    """What becomes of a URL whose password is not encoded; "" where nothing breaks. split: ";" divides it."""
    parts = text.split(";") if split else [text]
    if any("://" not in part and "@" in part for part in parts[1:]):
        return "what follows the ; is taken for another broker"
    return next((found for part in parts if (found := _unreadable(part))), "")


def _unreadable(url: str) -> str:
    scheme, found, rest = url.partition("://")
    if not found or "@" not in rest or scheme.startswith(("sqla", "db", "file", "sqlalchemy")):
        return ""
    try:
        parts = urlsplit(f"http://{rest}")
        _ = parts.port
    except ValueError as error:
        return "it raises ValueError (" + ("Invalid IPv6 URL)" if "port" not in str(error).lower() else _PORT)
    return ""


_PORT = "Port could not be cast to integer value)"
