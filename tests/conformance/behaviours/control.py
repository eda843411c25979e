"""Talking to workers."""

from __future__ import annotations

from tests.conformance.behaviour import Behaviour, expect
from tests.conformance.lab import Lab
from tests.conformance.station import Station, in_time

_ANSWER = 5.0  # seconds to wait for answers


def revoked(lab: Lab) -> None:
    """A task that waits for its time and is revoked does not run."""
    station = lab.station
    key = station.key("revoked")
    sent = station.task("noted").apply_async((key,), countdown=3)
    marker = station.task("add").apply_async((1, 1), countdown=4)
    station.app.control.revoke(sent.id)
    station.get(marker)
    _expect(station, not station.notes(key), "it ran")
    expect(in_time(lambda: sent.state == "REVOKED", _ANSWER), "its state was not REVOKED")


def revoked_running(lab: Lab) -> None:
    """A task that runs and is revoked with `terminate=True` is ended, and does not run again."""
    lab.need_processes()
    station = lab.station
    key = station.key("terminated")
    sent = station.task("slow").delay(key, 4)
    station.noted(key)
    station.app.control.revoke(sent.id, terminate=True)
    _expect(station, in_time(lambda: sent.state == "REVOKED", _ANSWER), "it was not revoked")
    station.get(station.task("add").apply_async((1, 1), countdown=5))  # by then it would have ended
    notes = [note.what for note in station.notes(key)]
    expect(notes == ["start"], f"it noted {', '.join(notes)}")


def remote_control(lab: Lab) -> None:
    """A worker answers `inspect ping`, and takes a new rate limit."""
    control = lab.station.app.control
    replies = control.inspect(timeout=_ANSWER).ping()
    _expect(lab.station, replies, "no worker answered a ping")
    changed = control.rate_limit("conformance.echo", "100/s", reply=True, timeout=_ANSWER)
    said = [answer for reply in changed for answer in reply.values()]
    expect(said == [{"ok": "new rate limit set successfully"}], f"the answers to a new rate limit were {said}")


def _expect(station: Station, held: object, seen: str) -> None:
    expect(held, seen, station.said("worker_enable_remote_control"))


BEHAVIOURS = (
    Behaviour("revoke", revoked),
    Behaviour("revoke a running task", revoked_running),
    Behaviour("remote control", remote_control),
)
