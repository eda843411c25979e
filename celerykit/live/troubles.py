"""Why a server could not be talked to, from the error that a client raised."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Trouble", "trouble"]

# name: it does not resolve. refused: nobody listens. silent: it does not answer. tls: no encrypted way. login: user or
# password. place: no such virtual host, database. driver: a library is missing. other.
Reason = Literal["name", "refused", "silent", "tls", "login", "place", "driver", "other"]

_LOGIN = ("AccessRefused", "Authentication", "InvalidPassword", "NoPerm", "InvalidAuthorization")


@dataclass(frozen=True, slots=True)
class Trouble:
    """reason: the kind of it. words: what happened, without a secret, as the middle of a sentence."""

    reason: Reason
    words: str


def trouble(error: BaseException) -> Trouble:
    """What an error of a client means. Only words of the system are quoted: a client's own may hold a password."""
    chain = list(_chain(error))
    for cause in chain:
        if found := _of(cause):
            return found
    return Trouble("other", f"{type(chain[-1]).__name__}")


def _of(cause: BaseException) -> Trouble | None:
    kind = type(cause).__name__
    match cause:
        case ModuleNotFoundError():
            return Trouble("driver", f"the module {cause.name} is not installed")
        case ssl.SSLCertVerificationError():
            return Trouble("tls", f"its certificate is not accepted: {cause.verify_message}")
        case ssl.SSLError():
            return Trouble("tls", f"TLS fails: {(cause.reason or kind).replace('_', ' ').lower()}")
        case socket.gaierror():
            return Trouble("name", "its name does not resolve")
        case TimeoutError():
            return Trouble("silent", "it does not answer")
        case ConnectionRefusedError():
            return Trouble("refused", "nobody listens there")
    if any(word in kind for word in _LOGIN):
        return Trouble("login", "it refuses the user or the password")
    if isinstance(cause, OSError) and cause.strerror:
        return Trouble("other", cause.strerror.lower())
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, the innermost last; SQLAlchemy keeps the driver's as `orig`."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inner = getattr(error, "orig", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
