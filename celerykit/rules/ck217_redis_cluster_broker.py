from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import URLS, address, each
from celerykit.rules.words import unless


class RedisClusterBroker(Rule):
    """The Redis is a cluster, which neither kombu nor Celery's result backend speaks to.

    *Why*: a cluster keeps each key on one of its nodes, and sends those who ask another one away (`MOVED`).
    kombu follows no such answer, and asks for several keys at once, which a cluster refuses (`CROSSSLOT`).
    Amazon's endpoints that begin with `clustercfg` are those of clusters.

    *Instead*: a Redis without cluster mode: its primary endpoint, or Sentinel.
    """

    code = "CK217"
    name = "redis-cluster-broker"
    severity = "error"
    message = "{name} leads to a Redis Cluster ({host}): commands fail with MOVED or CROSSSLOT{unless}"
    fix = "use a Redis with cluster mode off, by its primary endpoint"
    symptoms = (
        "redis.exceptions.ResponseError: CROSSSLOT Keys in request don't hash to the same slot",
        "redis.exceptions.MovedError",
    )
    bad = """\
broker_url = "rediss://clustercfg.jobs.abc123.euw1.cache.amazonaws.com:6379/0?ssl_cert_reqs=required"
"""
    good = """\
broker_url = "rediss://master.jobs.abc123.euw1.cache.amazonaws.com:6379/0?ssl_cert_reqs=required"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *URLS):
            found = address(url)
            asked = found is not None and found.scheme in _CLUSTERS
            if found is None or not (asked or (found.scheme in REDIS and "clustercfg" in found.host.split("."))):
                continue
            yield self.finding(
                value,
                subject=project.config.subject,
                said="a cluster is asked for" if asked else "the endpoint of a cluster",
                message=_ASKED if asked else None,
                name=setting,
                host=found.host,
                unless=unless(value),
            )


# Schemes of other libraries; to put redis:// in their place leads to the same cluster.
_CLUSTERS = frozenset({"redis+cluster", "redis-cluster", "rediscluster", "rediss+cluster", "rediss-cluster"})
_ASKED = "{name} asks for a Redis Cluster ({host}), to which Celery speaks in no way: not with redis:// either{unless}"
