"""Keeping secrets out of everything that is shown.

A secret is the password of a URL, the value of a secret setting, and the value of any key that is named like one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["HIDDEN", "hide_in_text", "is_secret_name", "secret_spans", "shown"]

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)$|(^|_)pass$|pwd$|secret|token$|api_?key|access_?key|private_?key|credential|_key_password|^key_password"
    r"|login_response|^password",
    re.IGNORECASE,
)
# Greedy up to the last @: a password may hold / # ? : @ and blanks, broken as such URLs are. It ends with a quote, as
# in source, with the line, or where the next of several URLs begins. Bounded, as is the scheme, so that no text makes
# the search take long.
_USERINFO = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,30}://)(?P<info>(?:(?!;[\w+.\-]+://)[^'\"<>\n]){0,1000})@"
)
# A text that is a URL, whatever stands in its password.
_WHOLE = re.compile(r"\s*(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,30}://)(?P<info>.*)@", re.DOTALL)
_QUERY = re.compile(
    r"(?P<key>[?&;](?:[\w.\-]*(?:password|passwd|pwd|secret|token|api_?key|access_?key|credential)[\w.\-]*))=[^\s&'\"<>]*",
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """Whether a key of that name holds something that must not be shown."""
    return bool(_SECRET_NAME.search(name))


def hide_in_text(text: str) -> str:
    """The text, with the password of every URL in it, and every secret query argument, as `***`.

    Works on broken URLs too: what may be part of a password is hidden, even where more than it goes.
    """
    for start, end in reversed(secret_spans(text)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def secret_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text the secrets of URLs stand, as (start, end), apart from each other and in order."""
    passwords = [_password(match) for match in _USERINFO.finditer(text)]
    arguments = [(match.end("key") + 1, match.end()) for match in _QUERY.finditer(text)]
    if text.count("://") == 1 and (whole := _WHOLE.match(text)):
        passwords.append(_password(whole))
    spans: list[tuple[int, int]] = []
    for start, end in sorted(span for span in [*passwords, *arguments] if span[0] < span[1]):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _password(match: re.Match[str]) -> tuple[int, int]:
    """The span of the password in a URL's user information; a lone word before a Redis host is one by mistake.

    Of Amazon's credentials the whole: the key's id is kept back elsewhere too, and its secret holds : and / at times.
    """
    start, end = match.span("info")
    if match["scheme"] == "sqs://":
        return start, end
    colon = match["info"].find(":")
    if colon >= 0:
        return start + colon + 1, end
    return (start, end) if match["scheme"].startswith(("redis", "sentinel")) else (end, end)


def shown(value: object, *, secret: bool = False) -> str:
    """The value as it may be printed: like `repr`, without any secret in it."""
    return _shown(value, secret)


def _shown(value: object, secret: bool) -> str:
    if secret and value not in (None, "", {}, [], ()):
        return HIDDEN
    if isinstance(value, str):
        return repr(hide_in_text(value))
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_shown(k, False)}: {_shown(v, is_secret_name(str(k)))}" for k, v in value.items())
        return "{" + inner + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(_shown(item, False) for item in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return hide_in_text(repr(value))
