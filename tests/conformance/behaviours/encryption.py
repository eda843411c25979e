"""Brokers behind TLS."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.conformance.behaviour import Behaviour, DoesNotApply, NotKept, expect
from tests.conformance.lab import Lab


def stranger(lab: Lab) -> str:
    """A broker whose certificate a stranger signed is not spoken to."""
    if not lab.pair.broker.tls:
        raise DoesNotApply("reached without TLS here")
    broker, backend = lab.addresses()
    other = str(Path(str(broker.intents["tls_ca"])).with_name("other_ca.pem"))
    doubtful = replace(broker, intents={**broker.intents, "tls_ca": other})
    with lab.at("stranger", broker=doubtful, backend=replace(backend, intents={})) as station:
        try:
            station.app.connection_for_write().ensure_connection(max_retries=1, interval_start=0, timeout=20)
        except Exception as error:
            expect("certificate" in str(error).lower(), f"the error was {error!r}")
            return "certificate verify failed"
    raise NotKept("a connection was made")


BEHAVIOURS = (Behaviour("certificate of a stranger", stranger, own=True),)
