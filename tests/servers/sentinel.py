"""A Redis, a replica of it, and three sentinels that make the replica the master when the master is gone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.servers.process import eventually, free_ports, program, scratch
from tests.servers.redis import DATABASES, PACKAGE, START, redis_program
from tests.servers.restartable import Restartable, stopped_at_the_end

if TYPE_CHECKING:
    from redis import Redis

MASTER = "celerykit"
SENTINELS = 3
QUORUM = 2  # of the three
DOWN_AFTER = 1000  # milliseconds without an answer after which a sentinel takes the master for dead
FAILOVER = 3000  # milliseconds that a change may take; the next one waits for twice as long
CHANGE = 90.0  # seconds that a change of roles may take, with sentinels that a busy machine made wait


@dataclass
class Member:
    """A Redis that is the master or the replica. port: on 127.0.0.1."""

    port: int
    program: Restartable

    def replication(self) -> dict[str, Any]:
        """What it says of its role."""
        with client(self.port) as asked:
            return asked.info("replication")

    def has_all(self) -> bool:
        """Whether it is a replica that has all of its master's data."""
        return self.replication().get("master_link_status") == "up"

    def follow(self, master: int) -> None:
        """Starts it as a replica of the master at this port."""
        self.program.start("--replicaof", "127.0.0.1", str(master))


@dataclass
class SentinelServers:
    """The running servers. ports: of the sentinels, on 127.0.0.1. master, replica: as the roles are now."""

    ports: list[int]
    master: Member
    replica: Member
    master_name: str = MASTER

    def url(self, database: int = 0) -> str:
        """The URL of one database, by all the sentinels."""
        return ";".join(f"sentinel://127.0.0.1:{port}/{database}" for port in self.ports)

    def fail_over(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kills the master, and waits until the replica is the master and all sentinels say so."""
        self.master.program.kill(how)
        self.master, self.replica = self.replica, self.master
        eventually(self._agreed, limit=CHANGE, what="the sentinels made the replica the master")

    def restore(self) -> None:
        """Starts the killed one as a replica of the new master, and waits until all is ready for the next failover."""
        self.replica.follow(self.master.port)
        self.until_whole()

    def until_whole(self) -> None:
        """Waits until the replica has all, and each sentinel knows of it and of the other sentinels."""
        eventually(self._whole, limit=CHANGE, what="each sentinel knows the master, the replica and the others")

    def _agreed(self) -> bool:
        said = [_said_by(port) for port in self.ports]
        return self.master.replication()["role"] == "master" and all(
            int(master["port"]) == self.master.port and _is_just(master, "master") for master, _ in said
        )

    def _whole(self) -> bool:
        return self._agreed() and self.replica.has_all() and all(self._is_known_to(port) for port in self.ports)

    def _is_known_to(self, port: int) -> bool:
        master, replicas = _said_by(port)
        return int(master["num-other-sentinels"]) == SENTINELS - 1 and any(
            int(each["port"]) == self.replica.port and _is_just(each, "slave") and each["master-link-status"] == "ok"
            for each in replicas
        )


@contextmanager
def sentinel_running(*, durable: bool = False) -> Iterator[SentinelServers]:
    """Starts all five, and stops them at the end. durable: as in `redis_running`."""
    first, second, *ports = free_ports(2 + SENTINELS)
    with scratch() as folder, ExitStack() as stack:
        master, replica = (_member(folder, port, durable=durable) for port in (first, second))
        sentinels = [_sentinel(folder, port, first) for port in ports]
        stack.enter_context(stopped_at_the_end(master.program, replica.program, *sentinels))
        master.program.start()
        replica.follow(first)
        # A sentinel looks for replicas at its start, and then seldom.
        eventually(replica.has_all, limit=CHANGE, what="the replica has all")
        for sentinel, port in zip(sentinels, ports, strict=True):
            sentinel.start()
            _hurry(port)
        servers = SentinelServers(ports, master, replica)
        servers.until_whole()
        yield servers


def client(port: int) -> Redis:
    """A client of the Redis or the sentinel at this port."""
    import redis

    return redis.Redis(port=port, decode_responses=True, socket_timeout=10)


def _member(folder: Path, port: int, *, durable: bool) -> Member:
    place = folder / str(port)
    place.mkdir()
    # A replica otherwise waits up to five seconds for others that want the same copy.
    words = ["--databases", str(DATABASES), "--repl-diskless-sync-delay", "0"]
    return Member(port, redis_program(place, port, *words, durable=durable))


def _sentinel(folder: Path, port: int, master: int) -> Restartable:
    place = folder / str(port)
    place.mkdir()
    # A sentinel writes what it learns into this file.
    (place / "sentinel.conf").write_text(
        f"port {port}\nbind 127.0.0.1\ndir {place}\n"
        f"sentinel monitor {MASTER} 127.0.0.1 {master} {QUORUM}\n"
        f"sentinel down-after-milliseconds {MASTER} {DOWN_AFTER}\n"
        f"sentinel failover-timeout {MASTER} {FAILOVER}\n"
    )
    command = [program("redis-server", PACKAGE), str(place / "sentinel.conf"), "--sentinel"]
    return Restartable(command, place / "log", lambda said: "Sentinel ID is" in said, START)


def _hurry(port: int) -> None:
    """Makes a sentinel look each second at what a Redis says of itself, where it would each ten seconds."""
    from redis import ResponseError

    with client(port) as asked, suppress(ResponseError):  # before Redis 7
        asked.execute_command("SENTINEL", "DEBUG", "info-period", "1000")


def _said_by(port: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the sentinel at this port says of the master and of its replicas."""
    with client(port) as asked:
        return asked.sentinel_master(MASTER), asked.sentinel_slaves(MASTER)


def _is_just(state: dict[str, Any], role: str) -> bool:
    """Whether a sentinel knows it in this role and has no doubt, as `s_down` would be one."""
    return state["flags"] in (role, {role})  # one or the other, by the client's version
