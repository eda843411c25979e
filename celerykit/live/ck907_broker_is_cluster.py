from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import redis_servers
from celerykit.live.system import System


class BrokerIsCluster(LiveCheck):
    """The Redis is a node of a Redis Cluster, which Celery cannot speak to.

    *Why*: in a cluster each key lives on one of the nodes, and a client has to follow from one to the other. Neither
    kombu's transport nor Celery's result backend does: what lives elsewhere is answered with `MOVED`, what touches
    several keys with `CROSSSLOT`, and there is no database but 0.

    *Instead*: a Redis without cluster mode (with a managed service: "cluster mode disabled"), with a replica and
    sentinels where one server is not enough.
    """

    code = "CK907"
    name = "broker-is-cluster"
    severity = "error"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "it is a node of a Redis Cluster, and Celery speaks to single servers only"
    fix = "take a Redis without cluster mode; where one is not enough, one with replicas and sentinels"
    asks = "Redis: `INFO`"
    symptoms = (
        "redis.exceptions.ResponseError: MOVED 1234 10.0.0.7:6379",
        "CROSSSLOT Keys in request don't hash to the same slot",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for server in system.once(redis_servers):
            if int(server.said.get("cluster_enabled", 0)):
                yield self.at(server.side)
