"""The types of settings, for the typed models: what is accepted, and what it becomes.

The work is done by the plain functions of `choices`, `conversions`, `shapes` and `schedules`; here they meet pydantic.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator

from celerykit.settings import choices, conversions, schedules, shapes
from celerykit.values.durations import seconds

__all__ = [
    "Annotations",
    "BackendUrl",
    "BrokerUrls",
    "Compression",
    "Concurrency",
    "DeliveryMode",
    "EngineOptions",
    "Failover",
    "Flag",
    "ImportPath",
    "LogLevel",
    "Mapping",
    "Number",
    "Octets",
    "Path",
    "Priority",
    "Queues",
    "RateLimit",
    "RedisSsl",
    "Reference",
    "RetryPolicy",
    "Routes",
    "Schedule",
    "Seconds",
    "Serializer",
    "Serializers",
    "SslOptions",
    "Text",
    "Texts",
    "TimeZone",
    "Whole",
    "WorkerPool",
]

_Strings: TypeAlias = list[str] | tuple[str, ...]
_Mapping: TypeAlias = dict[str, Any]

Flag = Annotated[bool, BeforeValidator(conversions.flag)]
Whole = Annotated[int, BeforeValidator(conversions.whole)]
Number = Annotated[int | float, BeforeValidator(conversions.number)]
Seconds = Annotated[int | float, BeforeValidator(seconds)]
Text = Annotated[str, BeforeValidator(conversions.text)]
Texts = Annotated[_Strings, BeforeValidator(conversions.texts)]
Octets = Annotated[bytes, BeforeValidator(conversions.octets)]
Path = Annotated[str, BeforeValidator(conversions.path)]
ImportPath = Annotated[Any, BeforeValidator(conversions.import_path)]
Reference = Annotated[Any, BeforeValidator(conversions.reference)]
Failover = Annotated[Any, BeforeValidator(choices.failover)]
WorkerPool = Annotated[Any, BeforeValidator(choices.worker_pool)]
BrokerUrls = Annotated[str | list[str], BeforeValidator(choices.broker_urls)]
BackendUrl = Annotated[Any, BeforeValidator(choices.backend)]
Serializer = Annotated[str, BeforeValidator(choices.serializer)]
Serializers = Annotated[_Strings, BeforeValidator(choices.serializers)]
Compression = Annotated[str, BeforeValidator(choices.compression)]
TimeZone = Annotated[Any, BeforeValidator(choices.time_zone)]
RateLimit = Annotated[str | int | float, BeforeValidator(conversions.rate_limit)]
Concurrency = Annotated[int | Literal["auto"], BeforeValidator(conversions.concurrency)]
Priority = Annotated[int, BeforeValidator(conversions.priority)]
DeliveryMode = Annotated[Literal[1, 2, "transient", "persistent"], BeforeValidator(choices.delivery_mode)]
LogLevel = Annotated[str | int, BeforeValidator(choices.log_level)]
Mapping = Annotated[_Mapping, BeforeValidator(shapes.mapping)]
EngineOptions = Annotated[_Mapping, BeforeValidator(shapes.engine_options)]
RetryPolicy = Annotated[_Mapping, BeforeValidator(shapes.retry_policy)]
SslOptions = Annotated[bool | _Mapping, BeforeValidator(shapes.ssl_options)]
RedisSsl = Annotated[bool | _Mapping, BeforeValidator(shapes.redis_ssl)]
Routes = Annotated[_Mapping | list[Any] | Any, BeforeValidator(shapes.routes)]
Annotations = Annotated[_Mapping | list[Any] | Any, BeforeValidator(shapes.task_annotations)]
Queues = Annotated[_Mapping | list[Any] | Any, BeforeValidator(shapes.queues)]
Schedule = Annotated[_Mapping, BeforeValidator(schedules.schedule)]
