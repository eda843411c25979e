"""MongoDB: no server is run here. What is tested is what pymongo's own client is given, and makes of it."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from celerykit import load_profile
from celerykit.backends.mongodb import Mongodb
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract
from tests.servers.certificates import Certificates, certificates


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


def options(intents: dict[str, object], url: str = "mongodb://user:hunter2@one:27018,two:27019/shop") -> Any:
    """The options of pymongo's client as Celery makes it of a profile. It connects at its first use: never, here."""
    import pymongo

    app = Celery("shop", set_as_current=False)
    env = {"CELERY_RESULT_BACKEND": url}
    app.config_from_object(load_profile("redis-redis", env=env, intent=intents, app_name="shop"))
    made = app.backend._get_connection()
    assert isinstance(made, pymongo.MongoClient)
    made.close()
    return made.options


def refused(intents: Intents, url: str) -> list[str]:
    return [item.intent for item in Mongodb().compile(intents, celery=CELERY, url=url)[1]]


class TestMongodb(BackendContract):
    backend = Mongodb()
    url = "mongodb://localhost:27017/celery"
    secret_url = "mongodb://user:hunter2@localhost:27017/celery"

    def test_says_how_large_a_result_may_be(self) -> None:
        (remark,) = Mongodb().tells(Intents(results="poll"), {}, celery=CELERY)
        assert "16 MB" in remark.text

    def test_a_cluster_that_is_somebodys_is_no_service(self) -> None:
        assert Mongodb().service(Intents(), {"result_backend": "mongodb+srv://u:p@cluster.example.com/x"}) is None

    def test_its_service_has_the_user_of_the_url(self) -> None:
        service = Mongodb().service(Intents(), {"result_backend": "mongodb://sh%40op:hunter2@a:1,b:2/x"})
        assert service
        assert service.environment["MONGO_INITDB_ROOT_USERNAME"] == "sh@op"
        assert service.url == "mongodb://sh%40op:${MONGO_PASSWORD}@mongodb:27017/x?authSource=admin"

    def test_its_service_without_a_user_lets_everybody_in(self) -> None:
        service = Mongodb().service(Intents(), {"result_backend": "mongodb://localhost:27018/x?replicaSet=rs"})
        assert service
        assert (service.environment, service.url, service.published) == ({}, "mongodb://mongodb:27017/x", 27018)


def test_without_tls_the_client_is_as_celery_makes_it() -> None:
    made = options({})
    assert made.pool_options._ssl_context is None
    assert made.pool_options.max_pool_size == 10


def test_over_tls_the_client_verifies_certificate_and_name(files: Certificates) -> None:
    made = options({"tls": True, "tls_ca": str(files.ca)})
    context = made.pool_options._ssl_context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_what_the_url_says_of_other_things_is_kept(files: Certificates) -> None:
    made = options({"tls": True, "tls_ca": str(files.ca)}, "mongodb://one:27018/shop?replicaSet=rs0&authSource=admin")
    assert made.replica_set_name == "rs0"
    assert made.pool_options._ssl_context is not None


def test_a_certificate_of_ones_own_is_read_from_one_file(files: Certificates, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(files.client_certificate.read_bytes() + files.client_key.read_bytes())
    made = options({"tls": True, "tls_ca": str(files.ca), "tls_certificate": str(both)})
    assert made.pool_options._ssl_context is not None


def test_a_key_in_a_file_of_its_own_is_refused() -> None:
    wanted = Intents(tls=True, tls_certificate="/c.pem", tls_key="/k.pem")
    assert refused(wanted, "mongodb://h") == ["tls_key"]
    assert refused(Intents(tls=True, tls_certificate="/c.pem", tls_key="/c.pem"), "mongodb://h") == []


@pytest.mark.parametrize(
    "said",
    ["tls=false", "ssl=false", "tlsInsecure=true", "tlsAllowInvalidCertificates=true", "tlsallowinvalidhostnames=true"],
)
def test_a_url_that_would_undo_tls_is_refused(said: str) -> None:
    url = f"mongodb://h/db?replicaSet=rs0&{said}"
    (refusal,) = Mongodb().compile(Intents(tls=True), celery=CELERY, url=url)[1]
    assert said.partition("=")[0] in refusal.cure
    assert refused(Intents(), url) == []


@pytest.mark.parametrize("said", ["tls=true", "tlsInsecure=false", "tlsCAFile=/ca.pem", ""])
def test_a_url_that_says_the_same_is_taken(said: str) -> None:
    assert refused(Intents(tls=True), f"mongodb://h/db?{said}") == []


def test_refuses_to_keep_longer_than_there_are_dates() -> None:
    assert refused(Intents(keep_results=3000 * 365 * 86400), "mongodb://h") == ["keep_results"]
