"""What a URL says of TLS itself, and files that TLS would need."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["REDIS_FILES", "not_there", "of_url", "weakened"]

# Intents that name files → redis-py's names for them (redis/connection.py, SSLConnection).
REDIS_FILES = {"tls_ca": "ssl_ca_certs", "tls_certificate": "ssl_certfile", "tls_key": "ssl_keyfile"}


def of_url(url: str) -> Mapping[str, str]:
    """The parameters about TLS in a URL, `?ssl_cert_reqs=none`, by their names; of a URL that has none, nothing."""
    from urllib.parse import parse_qsl

    query = url.partition("?")[2]
    return {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name.startswith("ssl_")}


def weakened(url: str, *, files: bool) -> tuple[str, ...]:
    """The parameters of a URL beside which "verified" cannot be promised: all but the one that asks for just that.

    files: whether some are named elsewhere. Any parameter makes them void.
    """
    asks = set() if files else {("ssl_cert_reqs", "required"), ("ssl_cert_reqs", "CERT_REQUIRED")}
    return tuple(sorted(name for name, value in of_url(url).items() if (name, value) not in asks))


def not_there(paths: Mapping[str, str | None]) -> Mapping[str, str]:
    """Of files by what they are for, those that cannot be found from here."""
    from pathlib import Path

    return {name: path for name, path in paths.items() if path and not Path(path).is_file()}
