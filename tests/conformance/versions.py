"""Of what was measured with."""

from __future__ import annotations

import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version

from tests.servers.process import ServerMissing, program

__all__ = ["versions"]

_LIBRARIES = ("celery", "kombu", "amqp", "redis", "sqlalchemy", "psycopg", "pymysql", "django", "boto3", "moto")
# The server's name here, its program, Debian's package, and the words that make it say its version.
_SERVERS = (
    ("Redis", "redis-server", "redis-server", "--version"),
    ("PostgreSQL", "postgres", "postgresql", "--version"),
    ("MariaDB", "mariadbd", "mariadb-server", "--version"),
)


def versions() -> dict[str, str]:
    """By name; what is not installed is left out."""
    found = {"Python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    for name, command, package, words in _SERVERS:
        try:
            said = subprocess.run([program(command, package), words], stdout=subprocess.PIPE, text=True, check=True)
        except ServerMissing:
            continue
        if number := re.search(r"\d+(\.\d+)+", said.stdout):
            found[name] = number[0]
    if number := re.search(r"Version: (\d+(\.\d+)+)", _debian("rabbitmq-server")):
        found["RabbitMQ"] = number[1]
    return found


def _debian(package: str) -> str:
    """What dpkg says of a package: RabbitMQ's own programs answer only while it runs."""
    try:
        return subprocess.run(["dpkg", "-s", package], capture_output=True, text=True).stdout
    except FileNotFoundError:
        return ""
