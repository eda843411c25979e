"""Keeping secrets out of everything that is shown.

A secret is the password of a URL, the value of a secret setting, and the value of any key that is named like one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["HIDDEN", "hide_in_text", "is_secret_name", "secret_spans", "shown"]

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|pwd$|secret|token$|api_?key|access_?key|private_?key|credential|_key_password|^key_password"
    r"|login_response|^password",
    re.IGNORECASE,
)
# Greedy up to the last @ before white space or a quote: a password may hold / # ? : and @, broken as such URLs are.
_USERINFO = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*://)(?P<user>[^\s'\"<>:@/]*)(?P<rest>:[^\s'\"<>]*)?@")
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
    return _QUERY.sub(lambda m: f"{m['key']}={HIDDEN}", _USERINFO.sub(_without_password, text))


def secret_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text the secrets of URLs stand, as (start, end): what `hide_in_text` puts `***` for."""
    passwords = [(m.start("rest") + 1, m.end("rest")) for m in _USERINFO.finditer(text) if m["rest"] is not None]
    arguments = [(m.end("key") + 1, m.end()) for m in _QUERY.finditer(text)]
    return sorted(passwords + arguments)


def _without_password(match: re.Match[str]) -> str:
    if match["rest"] is None:
        return match[0]
    return f"{match['scheme']}{match['user']}:{HIDDEN}@"


def shown(value: object, *, secret: bool = False) -> str:
    """The value as it may be printed: like `repr`, without any secret in it."""
    return _shown(value, secret)


def _shown(value: object, secret: bool) -> str:
    if secret and value not in (None, "", {}, [], ()):
        return HIDDEN
    if isinstance(value, str):
        return hide_in_text(repr(value))
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_shown(k, False)}: {_shown(v, is_secret_name(str(k)))}" for k, v in value.items())
        return "{" + inner + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(_shown(item, False) for item in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return hide_in_text(repr(value))
