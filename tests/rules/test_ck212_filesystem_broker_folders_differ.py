from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import found, labels, only, unknown

URL = "filesystem://"


def test_two_folders() -> None:
    options = {"data_folder_in": "q/in", "data_folder_out": "q/out"}
    finding = only("CK212", broker_url=URL, broker_transport_options=options)
    assert finding.message == (
        "messages are written to q/out and read from q/in: no worker of this configuration gets any"
    )
    assert finding.fix == 'broker_transport_options = {"data_folder_in": "q/in", "data_folder_out": "q/in"}'
    assert finding.severity == "error"
    assert labels(finding) == ["no message comes here", "messages go here"]


def test_kombus_defaults_differ() -> None:
    assert "written to data_out and read from data_in" in only("CK212", broker_url=URL).message


def test_one_that_is_named_and_one_that_is_not() -> None:
    finding = only("CK212", broker_url=URL, broker_transport_options={"data_folder_out": "q"})
    assert finding.message.startswith("messages are written to q and read from data_in")
    assert labels(finding) == ["nothing is read from here"]


@pytest.mark.parametrize(
    "options",
    [
        {"data_folder_in": "q", "data_folder_out": "q"},
        {"data_folder_in": "q/", "data_folder_out": "q"},
        {"data_folder_in": unknown("A"), "data_folder_out": "q"},
        {"data_folder_in": "q", "data_folder_out": unknown("B")},
        {"data_folder_in": Opaque("pathlib.Path", "a"), "data_folder_out": Opaque("pathlib.Path", "b")},
        unknown("OPTIONS"),
    ],
)
def test_is_silent_about_one_folder_and_unknown_ones(options: object) -> None:
    assert found("CK212", broker_url=URL, broker_transport_options=options) == []
