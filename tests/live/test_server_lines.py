from __future__ import annotations

import re
import ssl

import pytest

from celerykit.live import load
from celerykit.live.base import NotChecked
from celerykit.live.server_lines import server_lines
from celerykit.live.system import system_of
from tests.live.build import LIMIT
from tests.rules.build import project
from tests.servers.certificates import Certificates
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers

# The checks that ask what the lines tell.
CODES = ("CK901", "CK905", "CK906", "CK907", "CK952")


def lines(**settings: object) -> list[str]:
    """What is told after these checks, without how long it took."""
    with system_of(project(**settings), limit=LIMIT) as system:
        assert list(server_lines(system)) == []
        for check in load(CODES):
            try:
                list(check.check(system))
            except NotChecked:
                continue
        return [re.sub(r"answers in \d+ ms", "answers", line) for line in server_lines(system)]


def test_tells_of_redis_by_tls(redis_tls_server: RedisServer) -> None:
    broker, results = (f"{url}?ssl_cert_reqs=none" for url in redis_tls_server.fresh_tls_pair())

    one, other = lines(broker_url=broker, result_backend=results)

    told = r"answers; Redis \d+\.\d+\.\d+; TLSv1\.3, certificate signed by trustme .*, valid until 3000-01-01 00:00 UTC"
    assert re.fullmatch(rf"broker rediss://\S+ \(broker_url, celeryconfig.py:1\): {told}", one)
    assert re.fullmatch(rf"results rediss://\S+ \(result_backend, celeryconfig.py:2\): {told}", other)


def test_tells_of_rabbitmq_and_postgresql_by_tls(
    rabbitmq_tls_server: RabbitServer, postgres_server: PostgresServer, server_certificates: Certificates
) -> None:
    options = {"ca_certs": str(server_certificates.ca), "cert_reqs": ssl.CERT_REQUIRED}
    url = f"db+{postgres_server.fresh()}?sslmode=require"

    broker, results = lines(broker_url=rabbitmq_tls_server.tls_url(), broker_use_ssl=options, result_backend=url)

    assert re.search(r"answers; RabbitMQ [\d.]+, virtual host test_\d+; TLSv1\.\d, certificate signed by", broker)
    assert re.search(r"answers; PostgreSQL [\d.]+; TLSv1\.3, certificate signed by", results)


def test_tells_of_mariadb_and_of_no_results_that_no_server_keeps(mariadb_url: str, rabbitmq_url: str) -> None:
    assert re.search(r"answers; MariaDB 1\d\.", lines(broker_url="memory://", result_backend=f"db+{mariadb_url}")[1])
    assert len(lines(broker_url=rabbitmq_url, result_backend="rpc://")) == 1
