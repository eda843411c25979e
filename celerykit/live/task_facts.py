"""What is known of one task: the form in which each part of a system says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

__all__ = ["Fact", "Kind", "moment"]

# finished, unfinished: its result says so. active, reserved, scheduled: a worker that answers has it. queued: it waits.
# unread: it waits where no worker with this configuration looks. held: a worker took it, and does not say so. revoked.
Kind = Literal["finished", "active", "reserved", "scheduled", "queued", "unread", "held", "revoked", "unfinished"]


@dataclass(frozen=True, slots=True)
class Fact:
    """text: a sentence, without a secret: neither arguments nor results. about: the same in parts, for programs."""

    kind: Kind
    text: str
    about: Mapping[str, str | int] = field(default_factory=dict)


def moment(seconds: float) -> str:
    """A time as people read it, of seconds since 1970."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
