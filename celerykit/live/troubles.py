"""Why a server could not be talked to, from the error that a client raised."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Reason", "Trouble", "trouble"]

# name: it does not resolve. refused: nobody listens. silent: it does not answer. tls: no encrypted way. login: user or
# password. place: no such virtual host, database. driver: a library is missing. disk: it cannot write there, and so
# refuses all. full: it has no place for another client. other.
Reason = Literal["name", "refused", "silent", "tls", "login", "place", "driver", "disk", "full", "other"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """reason: the kind of it. words: what happened, without a secret, as the middle of a sentence.

    code: OpenSSL's, of a certificate that is not accepted. module: that is missing.
    """

    reason: Reason
    words: str
    code: int = 0
    module: str = ""


# OpenSSL's codes (openssl/x509_vfy.h), which libpq does not tell.
_NAME, _ISSUER = 62, 20
_LOGIN = Trouble("login", "it refuses the user or the password")
_NO_PASSWORD = Trouble("login", "it asks for a password, and none is given")
_FORBIDDEN = Trouble("login", "its access list forbids the user what Celery needs")
_FULL = Trouble("full", "it takes no further connection")
_DATABASE = Trouble("place", "it has no such database")
_FILE = Trouble("place", "the file cannot be opened: its folder is missing, or closed to this user")
_HOST_CLOSED = Trouble("place", "its user may not enter that virtual host")

# The words of a client's error, or of the server's that it hands on, by the class of the error. The first that fits
# counts; nothing of the text itself is ever shown, as it may hold a password. RabbitMQ: rabbit_reader.erl; Redis:
# networking.c, db.c, acl.c; libpq: fe-connect.c, fe-secure-openssl.c; PostgreSQL: postinit.c, auth.c.
_BY_TEXT: tuple[tuple[str, str, Trouble], ...] = (
    ("AccessRefused", "via localhost", Trouble("login", "it lets the user guest in from its own machine only")),
    ("AccessRefused", "", _LOGIN),
    ("NotAllowed", "not found", Trouble("place", "it has no such virtual host")),
    ("NotAllowed", "limit", _FULL),
    ("NotAllowed", "", _HOST_CLOSED),
    ("InternalError", "is down", Trouble("place", "that virtual host is down")),
    ("AuthenticationError", "required", _NO_PASSWORD),
    ("AuthenticationError", "already authenticated", _NO_PASSWORD),
    ("AuthenticationError", "", _LOGIN),
    ("AuthenticationWrongNumberOfArgs", "", _LOGIN),
    ("InvalidPassword", "", _LOGIN),
    ("NoPermission", "", _FORBIDDEN),
    ("ResponseError", "db index", Trouble("place", "it has no database of that number")),
    ("BusyLoading", "", Trouble("other", "it is still reading its data from its disk")),
    ("MasterNotFound", "", Trouble("place", "no sentinel tells of a master of that name")),
    ("MaxClientsError", "", _FULL),
    ("ConnectionError", "max number of clients", _FULL),
    ("ResponseError", "misconf", Trouble("disk", "it cannot write to its disk, and refuses all")),
    ("ValueError", "ssl_cert_reqs", Trouble("tls", "Celery refuses its URL, which says nothing of ssl_cert_reqs")),
    ("ValueError", "master_name", Trouble("place", "a sentinel needs to know of which master: master_name is not set")),
    ("KeyError", "no such transport", Trouble("other", "kombu has no such transport")),
    ("ImproperlyConfigured", "install", Trouble("driver", "a library that it needs is not installed here")),
    ("ValueError", "port ", Trouble("other", "its port is no number, as where a password is not escaped")),
    ("ValueError", "database is int", Trouble("other", "its database is no number")),
    ("ReadOnlyError", "", Trouble("other", "it is a replica, and takes no writes")),
    ("OutOfMemoryError", "", Trouble("other", "its memory is full, and it takes no writes")),
    # Of MongoDB's client: it has tried again and again until its time was up.
    ("ServerSelectionTimeoutError", "", Trouble("silent", "it does not answer")),
    ("EndpointConnectionError", "", Trouble("refused", "its endpoint cannot be reached")),
    ("NoCredentials", "", Trouble("login", "no credentials are found for it")),
    ("ClientError", "invalidclienttokenid", _LOGIN),
    ("ClientError", "signaturedoesnotmatch", _LOGIN),
    ("ClientError", "accessdenied", _FORBIDDEN),
    ("OperationalError", "resolve host", Trouble("name", "its name does not resolve")),
    ("OperationalError", "translate host name", Trouble("name", "its name does not resolve")),
    ("OperationalError", "connection refused", Trouble("refused", "nobody listens there")),
    ("OperationalError", "timeout", Trouble("silent", "it does not answer")),
    ("OperationalError", "does not match host name", Trouble("tls", "its certificate is for another name", _NAME)),
    ("OperationalError", "certificate verify failed", Trouble("tls", "its certificate is not accepted", _ISSUER)),
    ("OperationalError", "does not support ssl", Trouble("tls", "it speaks no TLS")),
    ("OperationalError", "root certificate file", Trouble("tls", "the file of the authorities to trust is not there")),
    ("OperationalError", "no pg_hba.conf entry", Trouble("login", "its pg_hba.conf lets this user not in from here")),
    ("OperationalError", "no password supplied", _NO_PASSWORD),
    ("OperationalError", "authentication failed", _LOGIN),
    ("OperationalError", 'role "', _LOGIN),
    ("OperationalError", 'database "', _DATABASE),
    ("OperationalError", "too many c", _FULL),
    ("OperationalError", "unable to open database file", _FILE),
)
# MySQL's and MariaDB's, the first argument of PyMySQL's errors.
_BY_NUMBER = {
    1040: _FULL,
    1044: Trouble("place", "its user may not use that database"),
    1045: _LOGIN,
    1049: _DATABASE,
    1203: _FULL,
    1698: _LOGIN,
    2026: Trouble("tls", "it speaks no TLS"),
    3159: Trouble("tls", "it takes connections with TLS only"),
}


def trouble(error: BaseException) -> Trouble:
    """What an error of a client means. Only words of the system are quoted: a client's own may hold a password."""
    chain = list(_chain(error))
    for cause in chain:
        if found := _of(cause):
            return found
    kind = type(chain[0]).__name__
    refused = kind == "ImproperlyConfigured"
    return Trouble("other", "Celery refuses its settings" if refused else f"the client raised {kind}")


def _of(cause: BaseException) -> Trouble | None:
    match cause:
        case ModuleNotFoundError():
            words = f"the module {cause.name} is not installed here"
            return Trouble("driver", words, module=cause.name or "")
        case ssl.SSLCertVerificationError():
            words = f"its certificate is not accepted: {cause.verify_message}"
            return Trouble("tls", words, cause.verify_code)
        case ssl.SSLError():
            return Trouble("tls", "the TLS handshake fails")
        case socket.gaierror():
            return Trouble("name", "its name does not resolve")
        case TimeoutError():
            return Trouble("silent", "it does not answer")
        case ConnectionRefusedError():
            return Trouble("refused", "nobody listens there")
        case OSError() if cause.strerror:
            return Trouble("other", cause.strerror.lower())
    return _by_text(cause)


def _by_text(cause: BaseException) -> Trouble | None:
    if cause.args and isinstance(cause.args[0], int) and cause.args[0] in _BY_NUMBER:
        return _BY_NUMBER[cause.args[0]]
    kind, text = type(cause).__name__, str(cause).lower()
    return next((found for name, words, found in _BY_TEXT if name in kind and words in text), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, the innermost last; SQLAlchemy keeps the driver's as `orig`."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        inner = getattr(error, "orig", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
