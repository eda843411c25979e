from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.redis_states import client, configured
from tests.servers.process import eventually, free_port
from tests.servers.redis import RedisServer, redis_program, redis_running
from tests.servers.restartable import stopped_at_the_end

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own: what is set here would disturb others. It writes nothing to a disk."""
    with redis_running() as running:
        yield running


def test_warns_of_a_broker_that_writes_nothing_to_a_disk(server: RedisServer) -> None:
    (finding,) = found("CK913", broker_url=server.url(0))

    assert finding.severity == "warning"
    assert "a restart loses every task" in finding.message
    assert finding.fix == "set appendonly yes on that server"


def test_tells_what_a_crash_loses_where_there_are_snapshots_only(server: RedisServer) -> None:
    with configured(server, save="3600 1"), client(server) as asked:
        asked.save()
        asked.rpush("celery", "one", "two", "three")
        ((severity, _, message),) = tried("CK913", broker_url=server.url(0))
        asked.delete("celery")

    assert severity == "info"
    assert "a crash now would lose 3 changes since the last one, 0 s ago" in message


def test_finds_that_a_failed_snapshot_stops_all_writes(tmp_path: Path) -> None:
    with redis_running(folder=tmp_path) as server, client(server) as asked:
        # A folder that is not empty, where the snapshot should go.
        (tmp_path / "dump.rdb" / "full").mkdir(parents=True)
        with configured(server, save="3600 1"):
            asked.bgsave()
            eventually(lambda: asked.info("persistence")["rdb_last_bgsave_status"] == "err", what="the snapshot fails")
            with pytest.raises(redis.ResponseError, match="MISCONF"):
                asked.set("any", "value")
            findings = tried("CK913", broker_url=server.url(0), result_backend=server.url(1))
            with configured(server, stop_writes_on_bgsave_error="no"):
                milder = tried("CK913", broker_url=server.url(0))

    refuses = "it cannot write to its disk, and until it can it refuses whatever it is asked"
    assert [(severity, thing.split()[0], message) for severity, thing, message in findings] == [
        ("error", "broker", refuses),
        ("error", "results", refuses),
    ]
    assert [severity for severity, _, _ in milder] == ["info"]


def test_finds_that_a_full_disk_stops_all_writes(tmp_path: Path) -> None:
    server = redis_program(tmp_path, port := free_port(), durable=True)
    # A file that may not grow stands for a full disk; without the signal, which would end the server.
    server.command = ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", *server.command]
    with stopped_at_the_end(server):
        server.start()
        with redis.Redis(port=port, decode_responses=True) as asked:
            asked.set("any", "x" * 50_000)
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
            asked.set("any", "x" * 50_000)
            eventually(lambda: asked.info("persistence")["aof_last_write_status"] == "err", what="writing fails")
            with pytest.raises(redis.ResponseError, match="MISCONF"):
                asked.set("any", "value")
            ((severity, _, message),) = tried("CK913", broker_url=f"redis://127.0.0.1:{port}/0")

    assert severity == "error"
    assert message == "it cannot write to its disk, and until it can it refuses whatever it is asked"


def test_is_silent_about_a_broker_with_an_append_only_file() -> None:
    with redis_running(durable=True) as durable:
        assert tried("CK913", broker_url=durable.url(0), result_backend=durable.url(1)) == []


def test_is_silent_about_results(server: RedisServer) -> None:
    with redis_running(durable=True) as durable:
        assert tried("CK913", broker_url=durable.url(0), result_backend=server.url(1)) == []


def test_is_silent_about_the_settings_of_tests(server: RedisServer) -> None:
    assert tried("CK913", broker_url=server.url(0), tests=True) == []


def test_cannot_be_checked_where_the_server_hides_its_configuration(server: RedisServer) -> None:
    with client(server) as asked:
        asked.acl_setuser("guest", enabled=True, passwords=["+geheim"], keys=["*"], commands=["+@all", "-config"])
    with pytest.raises(NotChecked, match=r"redis://guest:\*\*\*@127.0.0.1:\d+/0 does not allow CONFIG GET"):
        found("CK913", broker_url=server.url(0).replace("//", "//guest:geheim@"))
