"""Certificates for the servers of the tests, made anew for each run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

NAMES = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Certificates:
    """Paths of PEM files. ca: the authority that signed the others. other_ca: a stranger, who signed none of them."""

    ca: Path
    server_certificate: Path
    server_key: Path
    client_certificate: Path
    client_key: Path
    other_ca: Path


def owned(path: Path, folder: Path, user: str | None) -> Path:
    """A copy of a file in this folder, that this user alone can read: PostgreSQL insists on that for a key."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    if user:
        shutil.chown(copy, user)
    return copy


def certificates(folder: Path, *, names: Sequence[str] = NAMES, until: datetime | None = None) -> Certificates:
    """Makes them in this folder, for a server of these names and a client named celerykit.

    until: the end of the server's certificate, that of the authority's where None. It is valid for 90 days.
    """
    import trustme

    made = Certificates(*(folder / f"{name}.pem" for name in Certificates.__slots__))
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(made.ca))
    trustme.CA().cert_pem.write_to_path(str(made.other_ca))
    pairs = [
        (
            authority.issue_cert(*names, not_before=until - timedelta(days=90) if until else None, not_after=until),
            made.server_certificate,
            made.server_key,
        ),
        (authority.issue_cert(common_name="celerykit"), made.client_certificate, made.client_key),
    ]
    for issued, certificate, key in pairs:
        certificate.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(str(key))
        key.chmod(0o600)  # PostgreSQL's client takes no key that others can read
    return made
