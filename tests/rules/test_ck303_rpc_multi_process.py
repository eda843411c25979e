from __future__ import annotations

import pytest

from tests.rules.build import deployed, env, found, labels, only, process, read, unknown


def test_a_web_handler_asks_for_what_another_process_was_sent() -> None:
    finding = only("CK303", result_backend="rpc://", reads=[read("state", by_id=True, elsewhere=True)])
    assert finding.severity == "error"
    assert "PENDING for ever" in finding.message
    assert labels(finding) == ["asked for by its id", "kept for the sender only"]


def test_an_id_from_somewhere_is_a_warning() -> None:
    assert only("CK303", result_backend="rpc", reads=[read("get", by_id=True)]).severity == "warning"


@pytest.mark.parametrize("words", [{"workers": 4}, {"replicas": 2}])
def test_a_web_server_of_several_processes_is_an_error(words: dict[str, int]) -> None:
    facts = {"deployment": deployed(process("web", **words))}
    finding = only("CK303", result_backend="rpc://", reads=[read(by_id=True)], facts=facts)
    assert finding.severity == "error"
    assert labels(finding)[-1] == "one of several processes"


def test_one_process_is_not() -> None:
    facts = {"deployment": deployed(process("web", workers=1))}
    assert only("CK303", result_backend="rpc://", reads=[read(by_id=True)], facts=facts).severity == "warning"


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK303", result_backend=env("RESULTS", "rpc://"), reads=[read(by_id=True)])
    assert finding.message.endswith("unless RESULTS is set")


def test_tells_once_and_the_gravest_first() -> None:
    finding = only("CK303", result_backend="rpc://", reads=[read(by_id=True), read(by_id=True, elsewhere=True)])
    assert finding.severity == "error"


@pytest.mark.parametrize("backend", ["redis://localhost/1", "db+sqlite:///r.db", None, unknown("RESULTS")])
def test_is_silent_about_stores_that_all_can_read(backend: object) -> None:
    assert found("CK303", result_backend=backend, reads=[read(by_id=True, elsewhere=True)]) == []


@pytest.mark.parametrize("reads", [[], [read("get", "proj.add")], [read("forget", by_id=True)]])
def test_is_silent_where_the_sender_itself_reads(reads: list[object]) -> None:
    assert found("CK303", result_backend="rpc://", reads=reads) == []
