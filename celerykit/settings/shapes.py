"""Values with an inside: routes, annotations, queues, retry policies, SSL options.

The same manners as in `conversions`: the value for Celery, or a ValueError that names the key at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from celerykit.catalogue import keys
from celerykit.settings.conversions import flag, import_path, rate_limit, reference, structure, text, whole
from celerykit.values.durations import seconds
from celerykit.values.secrets import shown
from celerykit.values.suggestions import closest

__all__ = [
    "engine_options",
    "mapping",
    "queues",
    "redis_ssl",
    "refuse_unknown",
    "retry_policy",
    "routes",
    "ssl_options",
    "task_annotations",
    "within",
]

_T = TypeVar("_T")

PATTERN = "re:"
"""What a key of `task_routes` begins with where the rest is a regular expression, as TOML and JSON have none."""


def mapping(value: object) -> dict[str, Any]:
    """A mapping with texts for keys; of a mapping, or a text in JSON."""
    parsed = structure(value)
    if not isinstance(parsed, Mapping):
        raise ValueError(f"is not a mapping, but of type {type(value).__name__}")
    if not all(isinstance(key, str) for key in parsed):
        raise ValueError("has keys that are not texts")
    return dict(parsed)


def engine_options(value: object) -> dict[str, Any]:
    """Arguments of SQLAlchemy's create_engine. Dialects have more of them, so that only misspellings are refused."""
    options = mapping(value)
    _refuse_misspelt(options, keys.ENGINE)
    return options


def retry_policy(value: object) -> dict[str, Any]:
    """How sending is tried again: max_retries (None is for ever), and pauses as lengths of time."""
    policy = mapping(value)
    refuse_unknown(policy, keys.RETRY_POLICY)
    for key in policy:
        if key.startswith("interval_"):
            policy[key] = within(key, seconds, policy[key])
    if policy.get("max_retries") is not None:
        policy["max_retries"] = within("max_retries", _count, policy["max_retries"])
    return policy


def _count(value: object) -> int:
    found = whole(value)
    if found < 0:
        raise ValueError(f"{found} is below 0")
    return found


def ssl_options(value: object) -> bool | dict[str, Any]:
    """TLS to a broker: a boolean, or options as py-amqp or redis-py name them."""
    parsed = structure(value)
    if not isinstance(parsed, Mapping):
        return flag(parsed)
    return _ssl(parsed, keys.SSL_AMQP | keys.SSL_REDIS)


def redis_ssl(value: object) -> bool | dict[str, Any]:
    """TLS to the Redis of the results: options as redis-py names them, or False."""
    parsed = structure(value)
    if isinstance(parsed, Mapping):
        return _ssl(parsed, keys.SSL_REDIS)
    if flag(parsed):
        raise ValueError('is true, which this backend cannot use: write {ssl_cert_reqs = "required"}')
    return False


def _ssl(value: object, known: Collection[str]) -> dict[str, Any]:
    options = mapping(value)
    refuse_unknown(options, known)
    for key in keys.SSL_CONSTANTS:
        if isinstance(options.get(key), (str, int)):
            options[key] = within(key, _cert_reqs, options[key])
    for key in keys.SSL_FLAGS:
        if key in options:
            options[key] = within(key, flag, options[key])
    return options


def _cert_reqs(value: str | int) -> Any:
    import ssl

    names = {"none": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "required": ssl.CERT_REQUIRED}
    word = str(value).lower().removeprefix("ssl.").removeprefix("cert_")
    if isinstance(value, int) and value in list(names.values()):
        return ssl.VerifyMode(value)
    if word not in names:
        raise ValueError(f"{shown(value)} is not one of {', '.join(names)}")
    return names[word]


def routes(value: object) -> Any:
    """Where tasks go: a mapping of names, globs and `re:` patterns to queues or options; a router; or a list of these.

    A mapping with patterns becomes the list of pairs that Celery wants for them; any other stays a mapping.
    """
    parsed = structure(value)
    if isinstance(parsed, Mapping):
        routed = _route_map(parsed)
        return [routed] if isinstance(routed, list) else routed
    if isinstance(parsed, (list, tuple)):
        return [_router(item) for item in parsed]
    return import_path(parsed)


def _router(value: object) -> Any:
    if isinstance(value, Mapping):
        return _route_map(value)
    if isinstance(value, (list, tuple)):
        if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in value):
            raise ValueError("holds a list that is not made of pairs: write {name = target}, or [[name, target], …]")
        return [(_route_key(name), within(str(name), _target, target)) for name, target in value]
    return import_path(value)


def _route_map(value: Mapping[Any, Any]) -> Any:
    pairs = [(_route_key(key), within(str(key), _target, target)) for key, target in value.items()]
    return pairs if any(isinstance(key, re.Pattern) for key, _ in pairs) else dict(pairs)


def _route_key(key: object) -> str | re.Pattern[str]:
    if isinstance(key, re.Pattern):
        return key
    name = text(key)
    if not name.startswith(PATTERN):
        return name
    try:
        return re.compile(name.removeprefix(PATTERN))
    except re.error as error:
        raise ValueError(f"{shown(name)} is not a regular expression: {error}") from None


def _target(value: object) -> Any:
    if isinstance(value, str) and value:
        return value
    if not isinstance(value, Mapping):
        raise ValueError("names neither a queue nor options: write the queue's name, or {queue = …}")
    options = mapping(value)
    _refuse_misspelt(options, keys.ROUTE)
    return options


def task_annotations(value: object) -> Any:
    """Attributes of tasks: a mapping of task names to attributes; an object or its import path; or a list of these."""
    parsed = structure(value)
    if isinstance(parsed, Mapping):
        return {text(name): within(str(name), _attributes, attributes) for name, attributes in parsed.items()}
    if isinstance(parsed, (list, tuple)):
        return [task_annotations(item) for item in parsed]
    return import_path(parsed) if isinstance(parsed, str) else reference(parsed)


def _attributes(value: object) -> dict[str, Any]:
    attributes = mapping(value)
    _refuse_misspelt(attributes, keys.ANNOTATION)
    conversions: dict[str, Callable[[object], object]] = {
        "rate_limit": rate_limit,
        "time_limit": seconds,
        "soft_time_limit": seconds,
    }
    for key, convert in conversions.items():
        if attributes.get(key) is not None:
            attributes[key] = within(key, convert, attributes[key])
    return attributes


def queues(value: object) -> Any:
    """Queues: a list of `kombu.Queue`, a mapping of names to options, or a list of names, which becomes one."""
    parsed = structure(value)
    if isinstance(parsed, str):
        parsed = [part.strip() for part in parsed.split(",") if part.strip()]
    if isinstance(parsed, Mapping):
        return {text(name): within(str(name), _queue, options) for name, options in parsed.items()}
    if not isinstance(parsed, (list, tuple)):
        raise ValueError(f"is not a list of queues, but of type {type(value).__name__}")
    if parsed and all(isinstance(item, str) for item in parsed):
        return {name: {} for name in parsed}
    return [reference(item) for item in parsed]


def _queue(value: object) -> Any:
    if not isinstance(value, (Mapping, str)):
        return reference(value)
    options = mapping(value)
    _refuse_misspelt(options, keys.QUEUE)
    return options


def within(key: str, convert: Callable[[Any], _T], value: object) -> _T:
    """The converted value of a key; an error says which key it was."""
    try:
        return convert(value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def refuse_unknown(options: Mapping[str, object], known: Collection[str]) -> None:
    """Raise ValueError for a key that nobody reads."""
    for key in options:
        if key not in known:
            match = closest(key, known)
            cure = f"did you mean {match}?" if match else f"the keys are {', '.join(sorted(known))}"
            raise ValueError(f"{shown(key)} is not a key that is read here: {cure}")


def _refuse_misspelt(options: Mapping[str, object], known: Collection[str]) -> None:
    for key in options:
        match = None if key in known else closest(key, known)
        if match:
            raise ValueError(f"{shown(key)} is not a key that is read here: did you mean {match}?")
