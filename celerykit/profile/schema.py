"""The JSON Schema of a profile file, for editors: written from the catalogue, the intents and the brokers."""

from __future__ import annotations

from typing import Any

from celerykit import backends, brokers
from celerykit.catalogue import SETTINGS, Setting
from celerykit.profile.layers import UNSET

__all__ = ["profile_schema"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"anyOf": [{"type": "boolean"}, {"const": UNSET}]}
_NUMBER: Schema = {"type": ["number", "string"]}
_TABLE: Schema = {"type": "object"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_LENGTH: Schema = {"type": ["number", "string"], "description": 'Seconds, or a text such as "30m" or "1h30m".'}

# What TOML can say of each kind of setting. A kind that is not here may be anything: its typed model judges it.
_KINDS: dict[str, Schema] = {
    "bool": {"type": "boolean"},
    "int": {"type": ["integer", "string"]},
    "number": _NUMBER,
    "seconds": _LENGTH,
    "string": _TEXT,
    "strings": {"anyOf": [_TEXTS, _TEXT]},
    "path": _TEXT,
    "url": _TEXT,
    "urls": {"anyOf": [_TEXT, _TEXTS]},
    "backend-url": _TEXT,
    "serializer": _TEXT,
    "serializers": {"anyOf": [_TEXTS, _TEXT]},
    "compression": _TEXT,
    "timezone": _TEXT,
    "mapping": _TABLE,
    "transport-options": _TABLE,
    "backend-options": _TABLE,
    "engine-options": _TABLE,
    "retry-policy": _TABLE,
    "schedule": _TABLE,
    "annotations": _TABLE,
}

_INTENTS: dict[str, Schema] = {
    "delivery": {"enum": ["at-least-once", "at-most-once", UNSET]},
    "longest_task": {**_LENGTH, "description": "The hard limit of a task's run."},
    "longest_delay": {**_LENGTH, "description": "The longest countdown, ETA or retry delay."},
    "priorities": {"anyOf": [{**_TEXTS, "minItems": 1, "uniqueItems": True}, {"const": UNSET}]},
    "default_priority": {**_TEXT, "description": "One of the priorities; else the middle one."},
    "recover_within": {**_LENGTH, "description": "A killed worker's tasks are running again by then."},
    "publish": {"enum": ["patient", "fail-fast", UNSET]},
    "stop_within": {**_LENGTH, "description": "How long a worker that is told to stop may go on."},
    "replicated": {**_FLAG, "description": "Queues outlive the loss of one server."},
    "tls": {**_FLAG, "description": "The way to broker and results is encrypted, and the servers are verified."},
    "tls_ca": {**_TEXT, "description": "File of the authority that vouches for the servers."},
    "tls_certificate": {**_TEXT, "description": "File by which the servers verify this client."},
    "tls_key": {**_TEXT, "description": "File of the certificate's key."},
    "results": {"enum": ["poll", "caller", "none", UNSET]},
    "keep_results": {**_LENGTH, "description": "How long a result can be read."},
}


def profile_schema() -> Schema:
    """The schema, as a JSON object (draft 2020-12)."""
    settings = _closed({name: _setting(setting) for name, setting in SETTINGS.items()})
    part = {"type": "object", "additionalProperties": False, "properties": {"settings": {"$ref": "#/$defs/settings"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "celerykit profile",
        **_closed(
            {
                "summary": {
                    **_TEXT,
                    "description": "What the profile is, in a sentence. Without one, it is no profile.",
                },
                "extends": {**_TEXT, "description": 'Another profile, or "shipped:redis-redis".'},
                "embedded": {"type": "boolean", "description": "It runs without a server, and may lose tasks."},
                "app_name": {**_TEXT, "description": "The name of the default queue."},
                "single_database": {
                    "type": "boolean",
                    "description": "The one Redis database holds tasks and results.",
                },
                "broker_url": _TEXT,
                "broker_url_from": {**_TEXTS, "description": "Variables of platforms that may name the broker."},
                "result_backend": _TEXT,
                "result_backend_from": {**_TEXTS, "description": "Variables of platforms that may name the results."},
                "intent": _closed(_INTENTS),
                "settings": {"$ref": "#/$defs/settings"},
                "queues": {
                    "type": "object",
                    "additionalProperties": _closed({"replicated": {"type": "boolean"}}),
                },
                "broker": _parts(brokers.NAMES),
                "backend": _parts(backends.NAMES),
            }
        ),
        "required": ["summary"],
        "$defs": {"settings": settings, "part": part},
    }


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _parts(names: tuple[str, ...]) -> Schema:
    """Parts by name; those of other packages' brokers and backends are allowed too."""
    known: dict[str, Schema] = {name: {"$ref": "#/$defs/part"} for name in names}
    return {"type": "object", "properties": known, "additionalProperties": {"$ref": "#/$defs/part"}}


def _setting(setting: Setting) -> Schema:
    schema = _KINDS.get(setting.kind, {})
    if setting.choices and setting.kind == "string":
        schema = {"enum": list(setting.choices)}
    unset = [{"const": UNSET}] if schema else []
    allowed: Schema = {"anyOf": [schema, *unset]} if schema else {}
    described: Schema = {**allowed, "description": setting.doc}
    return {**described, "deprecated": True} if setting.deprecated else described
