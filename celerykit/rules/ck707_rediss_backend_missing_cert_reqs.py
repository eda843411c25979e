from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding, Label
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.tls import WORDS, verified
from celerykit.rules.urls import Address, address, each
from celerykit.rules.words import assignment, unless

# celery/backends/redis.py, _params_from_url: with redis:// these in the URL are refused.
_OF_TLS = frozenset({"ssl_ca_certs", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile"})


class RedissBackendMissingCertReqs(Rule):
    """A result backend that is `rediss://` does not say what its server's certificate must be.

    *Why*: Celery's Redis backend wants `ssl_cert_reqs` said, and raises `ValueError` when it is first used, be it by
    the first task that is sent.
    What is said for the broker does not count here: `broker_use_ssl` is the broker's alone.
    With `redis://` it is the other way round: there such a parameter raises.

    *Instead*: `rediss://…?ssl_cert_reqs=required`, or `redis_backend_use_ssl`.
    """

    code = "CK707"
    name = "rediss-backend-missing-cert-reqs"
    severity = "error"
    message = "{what}: the first use of results raises ValueError{unless}"
    fix = "{cure}"
    symptoms = (
        "ValueError: A rediss:// URL must have parameter ssl_cert_reqs and this must be set to CERT_REQUIRED",
        "ValueError: SSL connection parameters have been provided but the specified URL scheme is redis://",
    )
    bad = """\
result_backend = "rediss://cache.example.net:6380/1"
"""
    good = """\
result_backend = "rediss://cache.example.net:6380/1?ssl_cert_reqs=required"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for _, value, url in each(project, "result_backend"):
            found = address(url)
            if found is None:
                return
            if found.scheme == "redis" and _OF_TLS & set(found.query):
                name = min(_OF_TLS & set(found.query))
                what = f"result_backend has {name}, but redis:// is no TLS"
                yield self._told(project, value, (), what, "begin the URL with rediss://", unless(value))
            elif found.scheme == "rediss":
                yield from self._without(project, value, found)
            return

    def _without(self, project: Project, value: Value, found: Address) -> Iterator[Finding]:
        said = found.query.get("ssl_cert_reqs")
        own = project.config["redis_backend_use_ssl"]
        inner = key(own, "ssl_cert_reqs")
        line = assignment(project, "redis_backend_use_ssl", '{"ssl_cert_reqs": "required"}')
        if said is not None:
            if said not in WORDS:
                what = "ssl_cert_reqs in result_backend is none of required, optional and none"
                yield self._told(project, value, (), what, "write ssl_cert_reqs=required", unless(value))
        elif inner is not None:
            if inner.known and verified(inner) is None and (inner.value is None or type(inner.value) in (str, bool)):
                what = "ssl_cert_reqs in redis_backend_use_ssl is none of required, optional and none"
                yield self._told(project, inner, label(value, "wants it"), what, line, unless(value, inner))
        elif own.decided and not own.open and (not own.value or isinstance(own.value, (Mapping, bool))):
            broker = project.config["broker_use_ssl"]
            to = label(broker, "this is the broker's alone") if broker.keys else ()
            what = "result_backend is rediss:// and says no ssl_cert_reqs"
            yield self._told(project, value, to, what, line, unless(value))

    def _told(
        self, project: Project, at: Value, related: tuple[Label, ...], what: str, cure: str, missing: str
    ) -> Finding:
        return self.finding(
            at,
            subject=project.config.subject,
            said="not accepted so",
            related=related,
            what=what,
            cure=cure,
            unless=missing,
        )
