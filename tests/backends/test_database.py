from __future__ import annotations

import pytest
from celery.app.defaults import DEFAULTS

from celerykit.backends.database import Database
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract

WANTED = Intents(results="poll", keep_results=86400)
POSTGRESQL = "db+postgresql+psycopg://localhost/app"
MARIADB = "db+mysql+pymysql://localhost/app"
OPTIONS = "database_engine_options"


def compiled(url: str, intents: Intents = WANTED) -> dict[str, object]:
    found, refused = Database().compile(intents, celery=CELERY, url=url)
    assert refused == []
    return {".".join(item.path): item.value for item in found}


def refused(url: str, intents: Intents) -> list[str]:
    return [item.intent for item in Database().compile(intents, celery=CELERY, url=url)[1]]


def connecting(url: str, **intents: object) -> object:
    return compiled(url, Intents(tls=True, **intents)).get(f"{OPTIONS}.connect_args")  # type: ignore[arg-type]


class TestPostgresql(BackendContract):
    backend = Database()
    url = POSTGRESQL
    secret_url = "db+postgresql+psycopg://user:hunter2@localhost/app"


class TestMariadb(BackendContract):
    backend = Database()
    url = MARIADB
    secret_url = "db+mysql+pymysql://user:hunter2@localhost/app"


class TestSqlite(BackendContract):
    backend = Database()
    url = "db+sqlite:////var/results.sqlite3"


@pytest.mark.parametrize("url", [POSTGRESQL, MARIADB])
def test_engine_options_are_celerys_own_and_no_less(url: str) -> None:
    values = compiled(url)
    own = DEFAULTS["database_engine_options"] or {}
    assert {key: values[f"{OPTIONS}.{key}"] for key in own} == own
    assert values[f"{OPTIONS}.pool_pre_ping"] is True


def test_lets_several_processes_write_to_sqlite() -> None:
    values = compiled("db+sqlite:///results.sqlite3")
    assert values[f"{OPTIONS}.plugins"] == ["celerykit"]
    assert f"{OPTIONS}.pool_pre_ping" not in values
    assert (OPTIONS, "plugins") in Database.needs_celerykit


@pytest.mark.parametrize("scheme", ["mysql+pymysql", "mariadb+pymysql", "mysql", "mysql+mysqldb"])
def test_makes_room_for_results_on_mysql(scheme: str) -> None:
    assert compiled(f"db+{scheme}://h/x")[f"{OPTIONS}.plugins"] == ["celerykit"]


def test_needs_no_plugin_on_postgresql() -> None:
    assert f"{OPTIONS}.plugins" not in compiled(POSTGRESQL)


def test_needs_no_beat_where_nobody_said_how_long() -> None:
    assert Database().needs(Intents(results="poll")) == ()


def test_refuses_to_keep_longer_than_there_are_dates() -> None:
    assert refused(POSTGRESQL, Intents(keep_results=3000 * 365 * 86400)) == ["keep_results"]
    assert refused(POSTGRESQL, Intents(keep_results=100 * 365 * 86400)) == []


def test_says_on_mariadb_how_to_mend_tables_of_before() -> None:
    (remark,) = Database().tells(WANTED, {"result_backend": MARIADB}, celery=CELERY)
    assert "alter table celery_taskmeta modify result longblob" in remark.text
    assert Database().tells(WANTED, {"result_backend": POSTGRESQL}, celery=CELERY) == ()


class TestTls:
    """What the drivers are given; that they verify by it is shown on servers, in test_database_tls.py."""

    def test_postgresql_is_verified_against_the_authority(self) -> None:
        assert connecting(POSTGRESQL, tls_ca="/ca.pem") == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}

    def test_without_an_authority_it_is_those_that_the_system_trusts(self) -> None:
        assert connecting(POSTGRESQL) == {"sslmode": "verify-full", "sslrootcert": "system"}

    def test_mariadb_is_verified_by_certificate_and_name(self) -> None:
        wanted = {"ssl_ca": "/ca.pem", "ssl_verify_cert": True, "ssl_verify_identity": True}
        assert connecting(MARIADB, tls_ca="/ca.pem") == wanted

    def test_pymysql_without_an_authority_is_refused_as_it_would_not_look_at_the_name(self) -> None:
        assert refused(MARIADB, Intents(tls=True)) == ["tls"]

    @pytest.mark.parametrize(
        ("url", "certificate", "key"), [(POSTGRESQL, "sslcert", "sslkey"), (MARIADB, "ssl_cert", "ssl_key")]
    )
    def test_a_certificate_of_ones_own_goes_with_its_key(self, url: str, certificate: str, key: str) -> None:
        arguments = connecting(url, tls_ca="/ca.pem", tls_certificate="/c.pem", tls_key="/k.pem")
        assert isinstance(arguments, dict)
        assert (arguments[certificate], arguments[key]) == ("/c.pem", "/k.pem")

    def test_connections_are_checked_beside_it(self) -> None:
        values = compiled(POSTGRESQL, Intents(tls=True))
        assert values[f"{OPTIONS}.pool_pre_ping"] is True

    def test_a_file_on_this_machine_needs_none(self) -> None:
        assert connecting("db+sqlite:///results.sqlite3") is None

    def test_a_url_that_says_it_all_is_left_alone(self) -> None:
        assert connecting(f"{POSTGRESQL}?sslmode=verify-full&sslrootcert=/mine.pem") is None

    @pytest.mark.parametrize(
        "url", [f"{POSTGRESQL}?sslmode=require", f"{MARIADB}?ssl_disabled=true", f"{MARIADB}?charset=utf8mb4&ssl_ca=/x"]
    )
    def test_a_url_that_says_something_else_is_refused(self, url: str) -> None:
        (refusal,) = Database().compile(Intents(tls=True, tls_ca="/ca.pem"), celery=CELERY, url=url)[1]
        assert "ssl" in refusal.cure

    @pytest.mark.parametrize("scheme", ["mysql", "mysql+mysqldb", "postgresql+pg8000", "oracle+oracledb"])
    def test_a_driver_whose_words_are_not_known_is_refused(self, scheme: str) -> None:
        assert refused(f"db+{scheme}://h/x", Intents(tls=True, tls_ca="/ca.pem")) == ["tls"]

    def test_where_nobody_wants_it_nothing_is_said(self) -> None:
        assert f"{OPTIONS}.connect_args" not in compiled(f"{POSTGRESQL}?sslmode=require")


class TestService:
    def test_postgresql_has_user_and_database_of_the_url(self) -> None:
        url = "db+postgresql+psycopg://sh%40op:hunter2@db:5432/orders"
        service = Database().service(Intents(), {"result_backend": url})
        assert service
        assert service.image.startswith("postgres:")
        assert service.environment["POSTGRES_USER"] == "sh@op"
        assert service.environment["POSTGRES_DB"] == "orders"
        assert service.environment["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD}"
        assert service.url == "db+postgresql+psycopg://sh%40op:${POSTGRES_PASSWORD}@postgres:5432/orders"

    def test_mysql_and_mariadb_are_mariadb(self) -> None:
        for url in (MARIADB, "db+mariadb+pymysql://h/app"):
            service = Database().service(Intents(), {"result_backend": url})
            assert service
            assert (service.port, service.environment["MARIADB_DATABASE"]) == (3306, "app")
            assert service.url.startswith(url.partition("://")[0])

    def test_sqlite_is_no_server(self) -> None:
        assert Database().service(Intents(), {"result_backend": "db+sqlite:///x"}) is None


def test_says_what_the_state_started_risks_where_the_database_may_be_away() -> None:
    wanted = Intents(delivery="at-least-once")
    started = {"result_backend": "db+postgresql+psycopg://h/x", "task_track_started": True}
    (remark,) = Database().tells(wanted, started, celery=CELERY)
    assert remark.severity == "warning"
    assert "does not run" in remark.text
    for quiet in ({"task_track_started": False}, {"result_backend": "db+sqlite:///f"}):
        assert not Database().tells(wanted, started | quiet, celery=CELERY)
    assert not Database().tells(Intents(), started, celery=CELERY)
