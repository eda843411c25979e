"""Three RabbitMQ nodes on one machine that form a cluster."""

from __future__ import annotations

import itertools
import secrets
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.process import eventually, free_ports, scratch
from tests.servers.rabbitmq import BATCH, START, Node, erlang_running, rabbitmq_node
from tests.servers.restartable import stopped_at_the_end

NODES = 3


@dataclass
class RabbitCluster:
    """The running cluster. nodes: each with its port on 127.0.0.1; some may be killed."""

    nodes: list[Node]
    _spare: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self) -> str:
        """The URLs of a virtual host that nobody has used, by each of the nodes: `amqp://…;amqp://…;amqp://…`."""
        if not self._spare:
            self._spare = [f"test_{next(self._numbers)}" for _ in range(BATCH)]
            self._alive().make_hosts(self._spare)
        host = self._spare.pop(0)
        return ";".join(node.url(host) for node in self.nodes)

    def ctl(self, *words: str) -> str:
        """What `rabbitmqctl <words>` prints at a node that runs."""
        return self._alive().ctl(*words)

    def kill(self, index: int, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends this node, and waits until it has ended. SIGTERM ends it in order."""
        self.nodes[index].program.kill(how)

    def start(self, index: int) -> None:
        """Starts it again after `kill`, and waits until it is a member again."""
        self.nodes[index].start()
        self.until_whole()

    def until_whole(self) -> None:
        """Waits until each node runs and knows the others as running."""
        seen = "[length(rpc:call(Node, rabbit_nodes, all_running, [])) || Node <- rabbit_nodes:all()]."
        eventually(
            lambda: self.ctl("eval", seen).strip() == str([NODES] * NODES).replace(" ", ""),
            limit=START,
            what="all nodes see all",
        )

    def _alive(self) -> Node:
        return next(node for node in self.nodes if node.program.alive)


@contextmanager
def cluster_running(*, conf: Mapping[str, str] | None = None) -> Iterator[RabbitCluster]:
    """Starts the nodes, and stops them at the end. conf: further lines of rabbitmq.conf."""
    ports, password = free_ports(NODES), secrets.token_urlsafe(12)
    names = [f"celerykit_{port}@localhost" for port in ports]
    with scratch() as folder, erlang_running(folder) as erlang:
        nodes = []
        for name, port in zip(names, ports, strict=True):
            place = folder / name
            place.mkdir()
            lines = ({} if name == names[0] else _joining(name, names[0])) | dict(conf or {})
            nodes.append(rabbitmq_node(place, name, port, password, erlang, lines))
        with stopped_at_the_end(*(node.program for node in nodes)):
            _start(nodes)
            cluster = RabbitCluster(nodes)
            cluster.until_whole()
            yield cluster


def _start(nodes: list[Node]) -> None:
    # The first alone: nodes that find one another at the same time wait for a lock, by turns and up to eight seconds.
    first, *others = nodes
    first.start()
    for node in others:
        node.program.begin()
    for node in others:
        node.program.until_ready()


def _joining(name: str, first: str) -> dict[str, str]:
    """The lines by which a node joins the first one at its first start."""
    return {
        "cluster_formation.peer_discovery_backend": "classic_config",
        "cluster_formation.classic_config.nodes.1": first,
        "cluster_formation.classic_config.nodes.2": name,
    }
