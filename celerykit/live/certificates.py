"""What a server's certificate says of itself, whether anybody trusts it or not.

Python tells it of a certificate that was verified, and of no other; so the few fields are read from its bytes, which
are DER (X.690), in the order of RFC 5280, section 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Certificate", "certificate"]

_VERSION, _UTC_TIME, _SIXTEEN_BITS = 0xA0, 0x17, 0x1E
# Tags; and the identifiers 2.5.4.3 and 2.5.4.10: the name and the organisation.
_NAME, _ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"


@dataclass(frozen=True, slots=True)
class Certificate:
    """issuer, subject: as people call them, "" where they have no such name. since, until: when it is valid, in UTC."""

    issuer: str
    subject: str
    since: datetime
    until: datetime

    def __str__(self) -> str:
        """As findings tell it: "signed by Let's Encrypt R3, valid until 2026-11-21 12:00 UTC"."""
        return f"signed by {self.issuer or 'a nameless authority'}, valid until {self.until:%Y-%m-%d %H:%M} UTC"


def certificate(der: bytes) -> Certificate | None:
    """The certificate of these bytes; None where they are none."""
    try:
        whole = next(_parts(der))[1]
        fields = [part for part in _parts(next(_parts(whole))[1]) if part[0] != _VERSION]
        # Serial number, algorithm, issuer, validity, subject.
        _, _, issuer, validity, subject = fields[:5]
        since, until = (_time(*part) for part in _parts(validity[1]))
        return Certificate(_named(issuer[1]), _named(subject[1]), since, until)
    except (IndexError, StopIteration, RuntimeError, ValueError):
        return None


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts that follow one another: the tag of each, and what it holds."""
    position = 0
    while position < len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if length & 0x80:
            size = length & 0x7F
            length, position = int.from_bytes(data[position : position + size], "big"), position + size
        if position + length > len(data):
            raise ValueError("a part is cut off")
        yield tag, data[position : position + length]
        position += length


def _named(name: bytes) -> str:
    """Of a distinguished name what people know it by: organisation and name, where the one does not hold the other."""
    said = {}
    for _, group in _parts(name):
        for _, pair in _parts(group):
            (_, key), (tag, value) = _parts(pair)
            said[key] = value.decode("utf-16-be" if tag == _SIXTEEN_BITS else "utf-8", "replace")
    parts = [said[key] for key in (_ORGANISATION, _NAME) if said.get(key)]
    if len(parts) == 2 and parts[0] in parts[1]:
        parts = parts[1:]
    return " ".join(" ".join(parts).split())


def _time(tag: int, value: bytes) -> datetime:
    """Of UTCTime the century is left out: 50 and above are of the last one."""
    text = value.decode("ascii").removesuffix("Z")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
