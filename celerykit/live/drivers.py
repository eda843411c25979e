"""The client libraries of brokers and result backends, and the lines that install them."""

from __future__ import annotations

from celerykit import backends, brokers

__all__ = ["install_line"]

# Modules that another package brings than the one of their name.
_PACKAGES = {"MySQLdb": "mysqlclient", "psycopg": '"psycopg[binary]"'}


def install_line(module: str) -> str:
    """The line that installs a module; the extra of celerykit where there is one."""
    known = (*(brokers.by_name(name) for name in brokers.NAMES), *(backends.by_name(name) for name in backends.NAMES))
    lines = (one.driver[1] for one in known if one and one.driver and one.driver[0] == module)
    return next(lines, f"pip install {_PACKAGES.get(module, module)}")
