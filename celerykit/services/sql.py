"""A PostgreSQL or a MariaDB of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, quote, unquote, urlsplit

from celerykit.services import Service
from celerykit.services.addresses import first_url, local_port

__all__ = ["sql_service"]

# Of a URL that names none.
_USER = _DATABASE = "celery"


def sql_service(settings: Mapping[str, object]) -> Service | None:
    """The server that result_backend leads to, with the user and the database that the URL names.

    None for databases that have none to run here: SQLite is a file, and others are not known.
    """
    scheme, _, rest = first_url(settings, "result_backend").partition("://")
    address = urlsplit(f"//{rest}")
    dialect = scheme.partition("+")[2].partition("+")[0]
    if dialect == "postgresql":
        return _postgres(scheme, address)
    return _mariadb(scheme, address) if dialect in ("mysql", "mariadb") else None


def _postgres(scheme: str, address: SplitResult) -> Service:
    user, database, port = _user(address), _database(address), 5432
    return Service(
        "postgres",
        "postgres:17",
        port,
        environment={"POSTGRES_USER": user, "POSTGRES_PASSWORD": "${POSTGRES_PASSWORD}", "POSTGRES_DB": database},
        data="/var/lib/postgresql/data",
        healthy=("pg_isready", "--username", user, "--dbname", database),
        url=f"{scheme}://{quote(user, safe='')}:${{POSTGRES_PASSWORD}}@postgres:{port}/{quote(database)}",
        published=local_port(address.geturl(), port),
    )


def _mariadb(scheme: str, address: SplitResult) -> Service:
    user, database, port = _user(address), _database(address), 3306
    return Service(
        "mariadb",
        "mariadb:11",
        port,
        # A result travels as one packet, and a traceback may be in any script.
        command=("--max-allowed-packet=64M", "--character-set-server=utf8mb4"),
        environment={
            "MARIADB_USER": user,
            "MARIADB_PASSWORD": "${MARIADB_PASSWORD}",
            "MARIADB_DATABASE": database,
            "MARIADB_RANDOM_ROOT_PASSWORD": "1",
        },
        data="/var/lib/mysql",
        healthy=("healthcheck.sh", "--connect", "--innodb_initialized"),
        url=f"{scheme}://{quote(user, safe='')}:${{MARIADB_PASSWORD}}@mariadb:{port}/{quote(database)}",
        published=local_port(address.geturl(), port),
    )


def _user(address: SplitResult) -> str:
    return unquote(address.username or "") or _USER


def _database(address: SplitResult) -> str:
    return unquote(address.path.strip("/")) or _DATABASE
