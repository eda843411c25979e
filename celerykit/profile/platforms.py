"""Variables that platforms set: REDIS_URL, CLOUDAMQP_URL, DATABASE_URL."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.profile.document import Document
from celerykit.profile.layers import Cell, Said
from celerykit.values.places import Source

__all__ = ["fallback_urls"]

_DATABASES = {
    "postgres": "db+postgresql+psycopg",
    "postgresql": "db+postgresql+psycopg",
    "mysql": "db+mysql+pymysql",
    "mariadb": "db+mariadb+pymysql",
    "sqlite": "db+sqlite",
}


def fallback_urls(documents: list[Document], env: Mapping[str, str], level: int) -> dict[str, Cell]:
    """`broker_url` and `result_backend` from the variables that the profile names as fallbacks.

    A Redis URL that gives both is one database: results take the next number, and the source says so. With
    `single_database = true` both stay in the one there is, under prefixes of their own.
    """
    cells: dict[str, Cell] = {}
    for setting in ("broker_url", "result_backend"):
        variables: list[object] = next(
            (d.data[f"{setting}_from"] for d in reversed(documents) if f"{setting}_from" in d.data), []
        )
        name = next((str(variable) for variable in variables if env.get(str(variable))), None)
        if name:
            url = env[name] if setting == "broker_url" else _as_backend(env[name])
            cells[setting] = Said(url, Source("platform", name), level)
    single = next((d.data["single_database"] for d in reversed(documents) if "single_database" in d.data), False)
    return _prefixed(cells, level) if single else _apart(cells, level)


def _as_backend(url: str) -> str:
    scheme, found, rest = url.partition("://")
    return f"{_DATABASES[scheme]}://{rest}" if found and scheme in _DATABASES else url


def _same_redis(cells: Mapping[str, Cell]) -> tuple[Said, Said] | None:
    broker, results = cells.get("broker_url"), cells.get("result_backend")
    if not isinstance(broker, Said) or not isinstance(results, Said) or broker.value != results.value:
        return None
    return (broker, results) if str(broker.value).startswith(("redis://", "rediss://")) else None


def _apart(cells: dict[str, Cell], level: int) -> dict[str, Cell]:
    same = _same_redis(cells)
    if same:
        source = Source("platform", f"{same[1].source.name}, the next database number")
        cells["result_backend"] = Said(_next_database(str(same[1].value)), source, level)
    return cells


def _prefixed(cells: dict[str, Cell], level: int) -> dict[str, Cell]:
    if _same_redis(cells):
        source = Source("platform", "single_database")
        cells["broker_transport_options"] = {"global_keyprefix": Said("broker:", source, level)}
        cells["result_backend_transport_options"] = {"global_keyprefix": Said("results:", source, level)}
    return cells


def _next_database(url: str) -> str:
    """The URL with the next database number; a URL that cannot be read is left for the checks to come."""
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    number = parts.path.strip("/") or "0"
    return urlunsplit(parts._replace(path=f"/{int(number) + 1}")) if number.isdigit() else url
