from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import each_redis
from celerykit.live.system import System


class RedisIsReplica(LiveCheck):
    """The Redis that carries tasks or keeps results is a copy of another one.

    *Why*: a replica takes no writes: sending a task fails with READONLY, and no worker can take one, as taking it
    writes. After a failover that nobody followed, or with the address of a provider's "reader", all looks well until
    the first task. Where it was told to take writes all the same, what is written there is on no other server, and
    gone when it next copies its master.

    *Instead*: name the master, or let Sentinel find it: `sentinel://…`, which asks anew after each failover.
    """

    code = "CK911"
    name = "redis-is-replica"
    severity = "error"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "it is a replica of {master}, {what}"
    fix = "name the master in {setting}, or find it through Sentinel: sentinel://…"
    asks = "Redis: `INFO`"
    symptoms = ("redis.exceptions.ReadOnlyError: You can't write against a read only replica.",)

    def check(self, system: System) -> Iterator[Finding]:
        for server in each_redis(system):
            if server.word("role") != "slave":
                continue
            writable = str(server.said.get("slave_read_only", "1")) == "0"
            yield self.at(
                server.side,
                master=f"{server.word('master_host')}:{server.word('master_port')}",
                what=_WRITABLE if writable else _READ_ONLY,
                setting=server.side.setting,
            )


_READ_ONLY = "which takes no writes: neither can a task be sent, nor taken, nor a result be kept"
_WRITABLE = "and what is written here is gone when it next copies all from there"
