"""Where results are kept, and what is known of each of Celery's result backends: those without a file of their own too.

celery/backends: `supports_autoexpire`, `cleanup`, `implements_incr`, `supports_result_compression` of each class;
django_celery_results/backends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from celerykit.project import Project, State, Value
from celerykit.rules.environments import by_name
from celerykit.rules.options import in_force, kinds_of_task

__all__ = [
    "STORES",
    "Store",
    "backend",
    "dialect_of",
    "keeps_results",
    "kind_of",
    "left_to_environment",
    "store_of",
    "url_of",
    "written_kind",
]


@dataclass(frozen=True, slots=True)
class Store:
    """A result backend.

    expiry: how results go: "itself", by "cleanup" (a task that beat sends each night), or "never".
    expires_by: the setting that says when, where it is not result_expires.
    chords: how their end is found: "native" (values kept aside), "joined" (counted, then read from the results),
    "polled" (a task that looks each second), or "refused".
    """

    title: str
    expiry: Literal["itself", "cleanup", "never"]
    chords: Literal["native", "joined", "polled", "refused"] = "polled"
    expires_by: str = ""
    compresses: bool = False


_REDIS = Store("Redis", "itself", "native", compresses=True)
_DATABASE = Store("the database", "cleanup")

STORES: Mapping[str, Store] = {
    "arangodb": Store("ArangoDB", "cleanup"),
    "azureblockblob": Store("Azure Blob Storage", "never"),
    "cache": Store("the cache", "itself", "joined"),
    "cassandra": Store("Cassandra", "itself", expires_by="cassandra_entry_ttl", compresses=True),
    "consul": Store("Consul", "itself"),
    "cosmosdbsql": Store("Cosmos DB", "never"),
    "couchbase": Store("Couchbase", "itself"),
    "couchdb": Store("CouchDB", "never"),
    "database": _DATABASE,
    "db": _DATABASE,
    "disabled": Store("no backend", "never", "refused"),
    "django-cache": Store("Django's cache", "itself"),
    "django-db": Store("Django's database", "cleanup", "joined"),
    "dynamodb": Store("DynamoDB", "itself", "joined", expires_by="ttl_seconds in the URL", compresses=True),
    "elasticsearch": Store("Elasticsearch", "never"),
    "file": Store("the file system", "cleanup", compresses=True),
    "gs": Store("Google Cloud Storage", "never", "joined", expires_by="gcs_ttl", compresses=True),
    "mongodb": Store("MongoDB", "cleanup", compresses=True),
    "redis": _REDIS,
    "rediss": _REDIS,
    "rpc": Store("rpc", "itself", "refused"),
    "s3": Store("S3", "never"),
    "sentinel": _REDIS,
}
_OF_DJANGO = {"DatabaseBackend": "django-db", "CacheBackend": "django-cache"}
_VARIABLE = "CELERY_RESULT_BACKEND"


def backend(project: Project) -> Value:
    """The result backend in force: what the files that start the program set for it beats what the program says."""
    written = project.config["result_backend"]
    variables = by_name(project) if project.deployment.processes or project.deployment.images else {}
    # A variable that is only a part of the URL says nothing of the whole.
    own = "" if written.derived else written.variable
    said = [one.value for name in (_VARIABLE, own) for one in variables.get(name, ())]
    if not said:
        return written
    alike = all(value.known and value.value == said[0].value for value in said)
    return said[0] if alike else Value(State.UNKNOWN, None, said[0].place)


def url_of(value: Value) -> str:
    """The URL or name of a backend, "" for none; of one that is put together at run time, what stands before "://"."""
    if not value.unknown:
        return value.value if isinstance(value.value, str) else ""
    start, found, _ = value.text.lstrip("rRfF").partition("://")
    plain = start[:1] in {"'", '"'} and not {"{", "%"} & set(start)
    return f"{start[1:]}://" if found and _is_one(value) and plain else ""


def kind_of(value: Value) -> str:
    """The alias by which Celery finds the backend: "db" of db+sqlite:///…, "disabled" of none; "" where unknown.

    celery/app/backends.py, by_url. What is called Redis (`settings.REDIS_URL`) is taken for one.
    """
    url = url_of(value)
    if url:
        return written_kind(url)
    if value.unknown:
        return "redis" if _is_one(value) and "redis" in (value.variable or value.text).lower() else ""
    return "" if value.value else "disabled"


def written_kind(text: str) -> str:
    """The alias in a URL, a name, or the path of one of the classes that such names stand for."""
    module, _, name = text.replace(":", ".").rpartition(".")
    if "://" not in text and module.startswith("django_celery_results.backends"):
        return _OF_DJANGO.get(name, "")
    return text.partition("://")[0].partition("+")[0]


def dialect_of(value: Value) -> str | None:
    """The database that a URL leads to: "postgresql" of db+postgresql+psycopg://…; None where it is not known."""
    scheme, found, _ = url_of(value).partition("://")
    database = found and written_kind(scheme) in {"db", "database"}
    return scheme.partition("+")[2].partition("+")[0] if database else None


def store_of(project: Project) -> Store | None:
    """What is known of the backend in force; None where it is not known, or none of Celery's."""
    return STORES.get(kind_of(backend(project)))


def keeps_results(project: Project) -> bool:
    """Whether a task is known not to ignore its result."""
    said = [in_force(project, task, "ignore_result") for task in kinds_of_task(project)]
    return any(value.decided and not value.value for value in said)


def left_to_environment(project: Project) -> bool:
    """Whether nobody wrote where results are kept, nor where tasks wait: both may be set where the program runs."""
    config = project.config
    return not config.loaded and not config.written("result_backend") and not config.written("broker_url")


def _is_one(value: Value) -> bool:
    """Whether an expression that is not known has no alternatives, which may lead to different places."""
    return " if " not in value.text and " or " not in value.text
