"""What a client could not tell of its trouble: whether the server speaks TLS there, and whom it shows."""

from __future__ import annotations

from dataclasses import replace

from celerykit.live.base import NotChecked
from celerykit.live.handshakes import answers_in_plain, handshake, knock, wants_certificate
from celerykit.live.nodes import Node, node
from celerykit.live.settings import plain, setting
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble
from celerykit.project import Opaque, Value
from celerykit.rules.tls import setting_of
from celerykit.rules.urls import address
from celerykit.values.tls import not_there

__all__ = ["diagnosed"]

# Of the time limit, what each question may take: they come after the client has given up.
_SHARE = 0.25
# OpenSSL's codes (openssl/x509_vfy.h): not yet valid, expired; the name, the e-mail address, the number do not match.
_NOT_YET, _EXPIRED, _NAMES = 9, 10, (62, 63, 64)
_REFUSES = "it refuses the client's certificate"
_ASKS = "it asks for a certificate of the client, and gets none"
# As redis-py and py-amqp call the files; those of the client's own certificate first.
_CLIENT_FILES = ("certfile", "ssl_certfile")
_FILES = (*_CLIENT_FILES, "keyfile", "ssl_keyfile", "ca_certs", "ssl_ca_certs")


def diagnosed(system: System, side: Side, found: Trouble) -> Trouble:
    """The trouble, told better where a few bytes to that server can tell more.

    Raises NotChecked where the trouble may be that a part of the options for TLS is not known here.
    """
    if found.reason in {"silent", "tls", "other"}:
        _check_known(system, setting_of(side.setting))
    if found.reason not in {"silent", "tls", "other", "refused"} or not (where := node(system, side)):
        return found
    limit = system.limit * _SHARE
    if found.reason == "tls" and found.code:
        return replace(found, words=_of_certificate(where, found, limit))
    if found.reason == "refused":
        return _behind_sentinel(side, where, found, limit)
    if found.reason == "silent" and (error := knock(where, limit)):
        # MongoDB's client, for one, tries again and again, and tells of no reason.
        return trouble(error)
    if where.tls:
        return _asked_for_tls(system, side, where, found, limit)
    if where.speech in {"redis", "amqp"} and not answers_in_plain(where, limit) and handshake(where, limit):
        return Trouble("tls", "it speaks TLS there, and the configuration asks for none")
    return found


def _check_known(system: System, name: str) -> None:
    value = system.project.config[name]
    if value.unknown or not _is_whole(value):
        raise NotChecked(f"{name} is not known whole, so the connection could not be tried as a worker makes it")


def _is_whole(value: Value) -> bool:
    """Whether nothing of a value is lost when it is made again here: an object of the program's own is."""
    if not value.keys:
        return not isinstance(value.value, Opaque) or isinstance(plain(value), int)
    made = plain(value)
    return isinstance(made, dict) and made.keys() == value.keys.keys() and all(map(_is_whole, value.keys.values()))


def _of_certificate(where: Node, found: Trouble, limit: float) -> str:
    shown = handshake(where, limit)
    signed = f" ({shown.certificate})" if shown and shown.certificate else ""
    if found.code == _EXPIRED:
        return f"its certificate has expired{signed}"
    if found.code == _NOT_YET:
        return f"its certificate is not valid yet{signed}"
    if found.code in _NAMES:
        return f"its certificate is for another name than {where.host}{signed}"
    return f"its certificate is signed by nobody whom the client trusts{signed}"


def _asked_for_tls(system: System, side: Side, where: Node, found: Trouble, limit: float) -> Trouble:
    files = _files(system, side)
    if missing := not_there(files):
        return Trouble("tls", f"{next(iter(missing.values()))}, which TLS needs, is no file here")
    if wants_certificate(where, limit):
        shows = not files.keys().isdisjoint(_CLIENT_FILES)
        words = _REFUSES if shows else _ASKS
        return Trouble("tls", words)
    if found.reason != "other" and not handshake(where, limit) and answers_in_plain(where, limit):
        return Trouble("tls", "it speaks no TLS there, and the configuration asks for it")
    return found


def _files(system: System, side: Side) -> dict[str, str]:
    """The files for TLS that the setting and the URL name."""
    said = setting(system.project, setting_of(side.setting))
    found = address(side.url)
    named = (dict(said) if isinstance(said, dict) else {}) | dict(found.query if found else {})
    return {name: named[name] for name in _FILES if isinstance(named.get(name), str)}


def _behind_sentinel(side: Side, where: Node, found: Trouble, limit: float) -> Trouble:
    """A sentinel may answer, and the server that it names refuse."""
    if side.url.startswith("sentinel") and answers_in_plain(where, limit):
        return Trouble("refused", "it answers, but nobody listens where it says that the master is")
    return found
