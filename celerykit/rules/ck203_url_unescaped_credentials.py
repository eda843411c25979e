from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import BROKERS, address, is_cut
from celerykit.rules.words import unless


class UrlUnescapedCredentials(Rule):
    """A password in a URL holds a character that ends it too early.

    *Why*: in a URL the characters `/ ? # [ ]` have a meaning of their own, and in a broker URL `;` divides it from the
    next one.
    In a password they cut the URL in two: it raises `ValueError` (Port could not be cast to integer value, Invalid IPv6
    URL), or names another host.

    *Instead*: write such characters percent-encoded, as `urllib.parse.quote(password, safe="")` does.
    `@`, `+` and `!` need no encoding.
    A Redis URL with one word before the `@` is told of too: `redis://secret@host` names a user, and no password, which
    a Redis refuses (`WRONGPASS`); the password alone follows a colon, `redis://:secret@host`.
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
        for setting in (*BROKERS, "result_backend"):
            entry = project.config.entry(setting)
            if not entry or not entry.value.known:
                continue
            for value in entry.value.items or (entry.value,):
                if isinstance(value.value, str) and _is_user(project, value.value):
                    yield self._user(project, entry.name, value)
                    continue
                consequence = _breaks(value.value, split=setting in BROKERS) if isinstance(value.value, str) else ""
                if consequence:
                    yield self.finding(
                        value,
                        subject=project.config.subject,
                        said="cut in two within the password",
                        name=entry.name,
                        consequence=consequence,
                        unless=unless(value),
                    )

    def _user(self, project: Project, name: str, value: Value) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="a user without a password",
            message="{name} has one word before the @: Redis takes it for a user without a password, and refuses it "
            "(WRONGPASS){unless}",
            fix="let a colon stand before the password: redis://:password@host",
            name=name,
            unless=unless(value),
        )


def _is_user(project: Project, text: str) -> bool:
    """Whether a Redis URL names a user, and no password in any way; `default` may have none."""
    found = address(text) if ";" not in text else None
    if found is None or found.scheme not in REDIS or found.user in {"", "default"} or found.password:
        return False
    beside = [project.config[name] for name in ("broker_password", "redis_password")]
    return not {"credential_provider", "password"} & set(found.query) and not any(v.unknown or v.value for v in beside)


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
        port = "port" in str(error).lower()
        return f"it raises ValueError ({'Port could not be cast to integer value' if port else 'Invalid IPv6 URL'})"
    return "it names another host" if ":" in parts.netloc and is_cut(parts) else ""
