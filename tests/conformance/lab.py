"""Where the behaviours of one pair are tried."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import celerykit
from tests.conformance.behaviour import DoesNotApply
from tests.conformance.pairs import Address, Pair, backend_in, broker_in
from tests.conformance.station import Station, profile_text
from tests.conformance.supply import Supply

__all__ = ["WISHES", "Lab"]

# What is wished of every pair; short, so that limits and delays come about while we wait.
WISHES: Mapping[str, object] = {
    "delivery": "at-least-once",
    "longest_task": "5s",
    "longest_delay": "5s",
    "priorities": ["low", "normal", "high"],
    "results": "poll",
    "keep_results": "1h",
}
# What is wished where that is refused.
_INSTEAD: Mapping[str, object] = {"results": "caller"}


class Lab:
    """Makes stations for one pair, and knows what celerykit refuses there.

    station: the one that behaviours share, while its worker runs. folder: of all that the stations need.
    """

    def __init__(self, pair: Pair, supply: Supply, folder: Path) -> None:
        self.pair, self.supply, self.folder = pair, supply, folder
        self._numbers = itertools.count()
        self._shared: Station | None = None
        self.base: dict[str, object] = {}
        if pair.absent:
            return
        self._asked = self.addresses()
        for wishes in (WISHES, _INSTEAD):
            for name, value in wishes.items():
                if name not in self.base and not self.refusal({name: value}):
                    self.base[name] = value

    @property
    def station(self) -> Station:
        """The shared one."""
        assert self._shared, "no shared station runs"
        return self._shared

    def refusal(self, wishes: Mapping[str, object]) -> str:
        """What celerykit says where it refuses these wishes on this pair; "" where it takes them."""
        path = self._fresh_folder("asked") / "profile.toml"
        path.write_text(profile_text(self.pair, *self._asked, wishes, more={"app_name": "asked"}), encoding="utf-8")
        try:
            celerykit.load_profile(str(path), env={})
        except celerykit.ConfigurationError as error:
            return "; ".join(f"{problem.fact} (fix: {problem.cure})" for problem in error.problems)
        return ""

    @contextmanager
    def at(
        self,
        name: str,
        wishes: Mapping[str, object] | None = None,
        *,
        settings: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        queues: Mapping[str, object] | None = None,
        prefix: str = "conformance",
        broker: Address | None = None,
        backend: Address | None = None,
    ) -> Iterator[Station]:
        """A station of its own, on an empty broker and backend unless they are given. wishes: over those of the pair.

        options: of the transport, for brokers that deliver a message again after a visibility timeout. queues: the
        profile's, instead of an app's own default queue.
        """
        folder = self._fresh_folder(name)
        usual = self._addresses(folder) if broker is None or backend is None else (broker, backend)
        more: dict[str, object] = {"queues": queues} if queues else {"app_name": f"{prefix}-{name}"}
        if options:
            part = {"settings": {"broker_transport_options": options}}
            more["broker"] = dict.fromkeys(("redis", "sentinel", "sqs"), part)
        text = profile_text(
            self.pair,
            broker or usual[0],
            backend or usual[1],
            {**self.base, **(wishes or {})},
            settings=settings,
            more=more,
        )
        station = Station(self.pair, folder, text, prefix=prefix)
        try:
            yield station
        finally:
            station.close()

    @contextmanager
    def sharing(self) -> Iterator[Any]:
        """Runs the shared station and its worker, which is yielded."""
        with ExitStack() as stack:
            self._shared = stack.enter_context(self.at("shared"))
            yield stack.enter_context(self._shared.worker())
        self._shared = None

    def need_processes(self) -> None:
        """Raises DoesNotApply where the worker lives in the sender's process."""
        if not self.pair.broker.processes:
            raise DoesNotApply("sender and worker are one process")

    def need_server(self, *, that_keeps: bool = True) -> None:
        """Raises DoesNotApply where the broker is no server that can go away, or come back with what it had."""
        if not self.pair.broker.server:
            raise DoesNotApply("there is no server that could go away")
        if that_keeps and not self.pair.broker.restarts:
            raise DoesNotApply("the server of these tests keeps nothing when it is restarted")

    def addresses(self) -> tuple[Address, Address]:
        """Of an empty broker and an empty backend, for stations that share them."""
        return self._addresses(self._fresh_folder("common"))

    def _addresses(self, folder: Path) -> tuple[Address, Address]:
        broker, backend = self.pair.broker, self.pair.backend
        return (
            self.supply.broker(broker.name) if broker.server else broker_in(folder, broker.name),
            self.supply.backend(backend.name, tls=broker.tls) if backend.server else backend_in(folder, backend.name),
        )

    def _fresh_folder(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"{name}-{next(self._numbers)}-", dir=self.folder))
