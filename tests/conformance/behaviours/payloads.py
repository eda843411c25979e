"""What is sent, and what comes back."""

from __future__ import annotations

from kombu.exceptions import EncodeError

from tests.conformance.behaviour import READ, Behaviour, NotKept, Refused, expect
from tests.conformance.lab import Lab

_MEGABYTE = 1_000_000


def large(lab: Lab) -> None:
    """An argument of one megabyte arrives, and comes back as the result."""
    station, payload = lab.station, "x" * _MEGABYTE
    try:
        sent = station.task("echo").delay(payload)
    except Exception as error:
        if said := station.said("broker_url"):
            raise Refused(f"its sender got {type(error).__name__}; at load celerykit says: {said}") from None
        raise
    got = station.outcome(sent)
    expect(got == payload, f"what came back was {repr(got)[:200]}")


def unsayable_argument(lab: Lab) -> None:
    """An argument that the serializer refuses is an error for the sender, and nothing is sent."""
    station = lab.station
    try:
        station.task("echo").delay(object())
    except EncodeError:
        pass
    else:
        raise NotKept("it was sent")
    expect(station.get(station.task("add").delay(1, 1)) == 2, "the next task failed")


def unsayable_result(lab: Lab) -> None:
    """A result that the serializer refuses makes its task fail in words, and the worker goes on."""
    station = lab.station
    sent = station.task("unsayable").delay()
    error = station.outcome(sent)
    expect(sent.state == "FAILURE", f"the state was {sent.state}")
    expect("JSON serializable" in str(error), f"the error was {error!r}")
    expect(station.get(station.task("add").delay(1, 1)) == 2, "the next task failed")


BEHAVIOURS = (
    Behaviour("large payload", large, depends="pair", wants=READ, quick=True),
    Behaviour("argument that the serializer refuses", unsayable_argument, quick=True),
    Behaviour("result that the serializer refuses", unsayable_result, depends="pair", wants=READ, quick=True),
)
