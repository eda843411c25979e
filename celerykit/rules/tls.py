"""What a configuration says of TLS: in a URL, and in the setting beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from celerykit.project import Opaque, Project, Value
from celerykit.rules.options import key
from celerykit.rules.urls import URLS, Address, address, each
from celerykit.rules.words import named

__all__ = ["AMQP", "REDIS", "WORDS", "Verified", "encrypted", "not_verified", "setting_of", "verified"]

AMQP = frozenset({"amqp", "amqps", "pyamqp"})
REDIS = frozenset({"redis", "rediss", "sentinel"})

Verified = Literal["none", "optional", "required"]

# kombu/utils/url.py, parse_ssl_cert_reqs, and celery/backends/redis.py: the words that both read in a URL.
WORDS: dict[str, Verified] = {
    "CERT_NONE": "none",
    "CERT_OPTIONAL": "optional",
    "CERT_REQUIRED": "required",
    "none": "none",
    "optional": "optional",
    "required": "required",
}
_NUMBERS: dict[int, Verified] = {0: "none", 1: "optional", 2: "required"}
_ALWAYS = frozenset({"amqps", "mongodb+srv", "rediss"})


def setting_of(url_setting: str) -> str:
    """The setting that holds the options of TLS for what that URL leads to."""
    return "redis_backend_use_ssl" if url_setting == "result_backend" else "broker_use_ssl"


def encrypted(project: Project, url_setting: str, found: Address) -> bool | None:
    """Whether what goes to that address is meant to be encrypted; None where that cannot be known."""
    if found.scheme in _ALWAYS or any(name.startswith(("ssl", "tls")) for name in found.query):
        return True
    given = [project.config[setting_of(url_setting)]]
    if url_setting == "result_backend" and found.scheme.startswith("mongodb"):
        given = [project.config["mongodb_backend_settings"]]
    elif found.scheme in AMQP and url_setting != "result_backend":
        given += [inner for inner in (key(project.config["broker_transport_options"], "ssl"),) if inner]
    if any(value.keys or (value.decided and value.value) for value in given):
        return True
    return None if any(value.unknown for value in given) else False


def verified(value: Value) -> Verified | None:
    """What a certificate is held to by `ssl_cert_reqs` or `cert_reqs`; None where that cannot be known."""
    said = value.value
    if not value.known:
        return None
    if isinstance(said, Opaque):
        return WORDS.get(said.text.rpartition(".")[2]) if said.type.endswith("VerifyMode") else None
    if isinstance(said, str):
        return WORDS.get(said)
    return _NUMBERS.get(said) if type(said) is int else None


def not_verified(project: Project) -> Iterator[tuple[Value, str, bool]]:
    """Where it is said that a certificate need not be looked at: the value, the words, whether it is the broker's."""
    yield from _in_urls(project)
    yield from _in_settings(project)


def _in_urls(project: Project) -> Iterator[tuple[Value, str, bool]]:
    for setting, value, url in each(project, *URLS):
        found = address(url)
        if found is None or (setting == "result_backend" and found.scheme == "redis"):
            continue  # a result backend with redis:// refuses the parameter
        if WORDS.get(found.query.get("ssl_cert_reqs", "")) == "none":
            yield value, f"ssl_cert_reqs in {setting} is none", setting != "result_backend"
        elif found.query.get("ssl_check_hostname", "").lower() == "false":
            yield value, f"ssl_check_hostname in {setting} is false", setting != "result_backend"


def _in_settings(project: Project) -> Iterator[tuple[Value, str, bool]]:
    for setting in ("broker_use_ssl", "redis_backend_use_ssl"):
        for name in ("ssl_cert_reqs", "cert_reqs", "ssl_check_hostname"):
            value = key(project.config[setting], name)
            if value is None or not value.known:
                continue
            if verified(value) == "none" if name != "ssl_check_hostname" else value.value is False:
                shown = "False" if name == "ssl_check_hostname" else "none"
                yield value, f"{name} in {named(project, setting)} is {shown}", setting == "broker_use_ssl"
