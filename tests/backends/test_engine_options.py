from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest
from sqlalchemy import create_engine, pool
from sqlalchemy.util import get_cls_kwargs

from celerykit.backends.database import DIALECTS, ENGINE_OPTIONS, OF_DRIVER

_MODULES = (
    "postgresql.psycopg",
    "postgresql.psycopg2",
    "mysql.pymysql",
    "sqlite.pysqlite",
    "oracle.oracledb",
    "mssql.pyodbc",
)


@pytest.mark.parametrize("module", _MODULES)
def test_all_arguments_of_a_dialect_are_known(module: str) -> None:
    dialect = import_module(f"sqlalchemy.dialects.{module}").dialect
    assert module.partition(".")[0] in DIALECTS
    assert set(get_cls_kwargs(dialect)) <= ENGINE_OPTIONS


def test_all_arguments_of_create_engine_are_known() -> None:
    documented = set(re.findall(r":param (\w+)", inspect.getdoc(create_engine) or ""))
    assert documented - {"url"} <= ENGINE_OPTIONS
    assert {f"pool_{name}" for name in ("recycle", "pre_ping", "timeout", "use_lifo")} <= ENGINE_OPTIONS
    assert {"pool_size", "max_overflow"} <= set(get_cls_kwargs(pool.QueuePool)) & ENGINE_OPTIONS


@pytest.mark.parametrize("name", sorted(OF_DRIVER))
def test_what_a_driver_takes_create_engine_does_not(name: str) -> None:
    with pytest.raises(TypeError, match="Invalid argument"):
        create_engine("sqlite://", **{name: 1})
