from __future__ import annotations

from collections.abc import Iterator

from celerykit.brokers import for_url
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.tls import WORDS
from celerykit.rules.urls import BROKERS, Address, address, each
from celerykit.rules.words import assignment, unless
from celerykit.values.secrets import is_secret_name

# kombu/connection.py, Connection._init_params; what begins with ssl_ is gathered in one of them.
_TAKEN = frozenset({"credential_provider", "heartbeat", "insist", "login_method", "ssl"})
# Those that the URL says already, in its other parts.
_TWICE = {
    "hostname": "before the path", "password": "as user:password@host", "port": "as host:port",
    "transport": "as the scheme", "userid": "as user:password@host", "virtual_host": "as the path",
}  # fmt: skip
# Transports that take URLs apart themselves (Transport.can_parse_url), and their libraries know more words.
_PARSE_THEMSELVES = frozenset({"azureservicebus", "gcpubsub", "mongodb", "sqla", "sqlalchemy"})


class BrokerUrlUnknownQuery(Rule):
    """The broker URL has a parameter that kombu does not take.

    *Why*: what follows the `?` becomes arguments of kombu's connection.
    A word that it does not know raises `TypeError` when a task is sent and when the worker starts, as does
    `connect_timeout`, which stays a text; a bad value of `ssl_cert_reqs` raises a bare `KeyError`.
    URLs of a result backend are another matter: there redis-py reads them.

    *Instead*: put options of the transport into `broker_transport_options`.
    """

    code = "CK207"
    name = "broker-url-unknown-query"
    severity = "error"
    message = "{name} says ?{key}=…, which {problem}{unless}"
    fix = "{cure}"
    symptoms = ("TypeError: Connection._init_params() got an unexpected keyword argument 'socket_timeout'",)
    bad = """\
broker_url = "redis://localhost:6379/0?socket_timeout=5"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
broker_transport_options = {"socket_timeout": 5}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or "+" in found.scheme or found.scheme in _PARSE_THEMSELVES:
                continue
            for name, text in found.query.items():
                problem = _problem(name, text)
                if problem:
                    yield self._told(project, setting, value, found, name, problem)

    def _told(self, project: Project, setting: str, value: Value, found: Address, name: str, problem: str) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said=f"kombu takes no {name} here",
            name=setting,
            key=name,
            problem=problem,
            unless=unless(value),
            cure=_cure(project, found, name),
        )


def _problem(name: str, text: str) -> str:
    if name == "ssl_cert_reqs":
        return "" if text in WORDS else "raises KeyError: kombu reads required, optional and none"
    if name in _TAKEN or name.startswith("ssl_"):
        return ""
    if name == "connect_timeout":
        return "kombu leaves a text: connecting raises TypeError (unsupported operand types)"
    if name in _TWICE:
        return "the URL says in another part: connecting raises TypeError (multiple values)"
    return "kombu does not take: connecting raises TypeError (unexpected keyword argument)"


def _cure(project: Project, found: Address, name: str) -> str:
    if name == "ssl_cert_reqs":
        return "write ssl_cert_reqs=required"
    if name == "connect_timeout":
        return assignment(project, "broker_connection_timeout", found.query[name])
    if name in _TWICE:
        return f"say it {_TWICE[name]}"
    if name in {"db", "database"}:
        return "let the URL end in the number of the database: redis://host:6379/3"
    transport = for_url(f"{found.scheme}://")
    if transport is None or name not in transport.options:
        return f"take {name} out of the URL"
    text = "…" if is_secret_name(name) else found.query[name]
    written = text if text.replace(".", "", 1).isdigit() or text in {"True", "False"} else f'"{text}"'
    return assignment(project, "broker_transport_options", f'{{"{name}": {written}}}')
