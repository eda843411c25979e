from __future__ import annotations

import pytest

from celerykit.live.drivers import install_line


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("redis", 'pip install "celerykit[redis]"'),
        ("sqlalchemy", 'pip install "celerykit[sqlalchemy]"'),
        ("MySQLdb", "pip install mysqlclient"),
        ("pymysql", "pip install pymysql"),
    ],
)
def test_names_the_line_that_installs_a_module(module: str, line: str) -> None:
    assert install_line(module) == line
