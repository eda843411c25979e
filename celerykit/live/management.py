"""RabbitMQ's management interface (HTTP), which tells what AMQP does not. It is only read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from celerykit.live.base import NotChecked
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System
from celerykit.live.troubles import trouble

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from ssl import SSLContext

__all__ = ["VARIABLE", "Management", "management"]

VARIABLE = "CELERYKIT_MANAGEMENT_URL"
"""The environment variable that says where it is, and as whom to ask: https://user:password@host:15671."""

_PORTS = {"http": 15672, "https": 15671}
_MOST = 8 * 1024 * 1024  # bytes of one answer
_PAGE = 500  # items, the most that RabbitMQ gives at once
_PAGES = 10
_OK, _REFUSED, _MISSING = 200, (401, 403), 404


@dataclass(frozen=True, slots=True)
class Management:
    """The interface. shown: its URL, without a secret. prefix: of its paths. virtual_host: that of the broker's URL."""

    shown: str
    virtual_host: str
    _connection: HTTPConnection = field(repr=False)
    _headers: dict[str, str] = field(repr=False)
    prefix: str = ""

    def get(self, *path: str, **query: str) -> Any:
        """What it answers, out of JSON; None where it has no such thing.

        path: its parts, which are quoted here. Raises NotChecked where it refuses, or gives no answer of its kind.
        """
        status, body = self._asked("/".join(("/api", *(quote(part, safe="") for part in path))), query)
        if status == _MISSING:
            return None
        if status in _REFUSED:
            raise NotChecked(f"{self._words} does not tell this user its {path[0]}")
        if status != _OK:
            raise NotChecked(f"{self._words} answers {status} for its {path[0]}")
        try:
            return json.loads(body)
        except ValueError:
            raise NotChecked(f"{self._words}: what answers there is no RabbitMQ") from None

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def refuses(self) -> str:
        """Why it tells this user nothing; "" where it does. The cheapest question, which all its users may ask.

        Raises NotChecked where nothing answers.
        """
        status = self.status("whoami")
        if status in _REFUSED:
            return f"{self._words} refuses this user: it needs the tag management (rabbitmqctl set_user_tags)"
        return "" if status == _OK else f"{self._words}: what answers there is no RabbitMQ"

    def status(self, *path: str) -> int:
        """The HTTP status of the answer, of which some say everything. Raises NotChecked as `get` does."""
        return self._asked("/".join(("/api", *path)), {})[0]

    def items(self, kind: str, columns: str) -> Iterator[dict[str, Any] | None]:
        """The things of a kind ("queues") in the virtual host, page by page; last None where there are more still."""
        for page in range(1, _PAGES + 1):
            found = self.get(kind, self.virtual_host, page=str(page), page_size=str(_PAGE), columns=columns) or {}
            yield from found.get("items", ())
            if page >= found.get("page_count", 1):
                return
        yield None

    @property
    def _words(self) -> str:
        return f"RabbitMQ's management interface at {self.shown}"

    def _asked(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        target = f"{self.prefix}{path}?{urlencode(query)}" if query else f"{self.prefix}{path}"
        try:
            self._connection.request("GET", target, headers=self._headers)
            answer = self._connection.getresponse()
            body = answer.read(_MOST + 1)
        except Exception as error:
            self._connection.close()
            said = f"{self._words}: {trouble(error).words}"
            raise NotChecked(f"{said}; {VARIABLE} can say where it is") from None
        if len(body) > _MOST:
            self._connection.close()
            raise NotChecked(f"{self._words} answers more than {_MOST} bytes")
        return answer.status, body


def management(system: System) -> Management:
    """The interface that the variable names, else that on the broker's host, asked as the broker's user.

    Raises NotChecked where the broker is no RabbitMQ, where nothing answers, or where the user may not ask.
    """
    server = system.once(rabbitmq)
    if server is None:
        raise NotChecked("the broker is no RabbitMQ")
    made = _made(server.connection, server.virtual_host, system.limit)
    system.closing.callback(made.close)
    if reason := made.refuses():
        raise NotChecked(reason)
    return made


def _made(broker: Any, virtual_host: str, limit: float) -> Management:
    from http.client import HTTPConnection, HTTPSConnection

    scheme, host, port, user, password, prefix = _address(broker)
    connection = (
        HTTPSConnection(host, port, timeout=limit, context=_context(broker.ssl))
        if scheme == "https"
        else HTTPConnection(host, port, timeout=limit)
    )
    shown = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}{prefix}"
    return Management(shown, virtual_host, connection, _login(user, password), prefix)


def _address(broker: Any) -> tuple[str, str, int, str, str, str]:
    """Scheme, host, port, user, password and the path before /api."""
    parts = urlsplit(os.environ.get(VARIABLE, ""))
    user, password = broker.userid or "guest", broker.password or "guest"
    if callable(password):
        password = password()
    try:
        port = parts.port
    except ValueError:
        port = -1
    if port == -1 or (parts.geturl() and (parts.scheme not in _PORTS or not parts.hostname)):
        raise NotChecked(f"{VARIABLE} is no URL of HTTP: http://host:15672")
    if not parts.hostname:
        scheme = "https" if broker.ssl else "http"
        return scheme, broker.hostname or "localhost", _PORTS[scheme], user, password, ""
    if parts.username:
        user, password = unquote(parts.username), unquote(parts.password or "")
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password, parts.path.rstrip("/")


def _login(user: str, password: str) -> dict[str, str]:
    from base64 import b64encode

    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def _context(given: Any) -> SSLContext:
    """TLS as the broker's connection has it (broker_use_ssl)."""
    import ssl

    options = given if isinstance(given, dict) else {}
    context = ssl.create_default_context(cafile=options.get("ca_certs"))
    if options.get("certfile"):
        context.load_cert_chain(options["certfile"], options.get("keyfile"))
    if options.get("cert_reqs") == ssl.CERT_NONE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
