from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown

QUEUES = {"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery", "secret_access_key": "hidden"}}


def test_a_timeout_for_queues_that_somebody_else_made() -> None:
    options = {"visibility_timeout": 7200, "predefined_queues": QUEUES}
    finding = only("CK407", broker_url="sqs://", broker_transport_options=options)
    assert finding.severity == "warning"
    assert finding.message == (
        "visibility_timeout is 7200, but the queues of predefined_queues were not made by kombu and keep their own, "
        "which is 30 s unless somebody changed it"
    )
    assert finding.fix.endswith("--attributes VisibilityTimeout=7200")
    assert labels(finding) == ["given to queues that kombu makes", "made by somebody else"]


def test_queues_of_which_a_part_is_unknown_are_there_all_the_same() -> None:
    options = {"visibility_timeout": 7200, "predefined_queues": {"celery": {"url": unknown("URL")}}}
    assert found("CK407", broker_url="sqs://", broker_transport_options=options)


@pytest.mark.parametrize(
    "options",
    [
        {"visibility_timeout": 7200},
        {"predefined_queues": QUEUES},
        {"visibility_timeout": 7200, "predefined_queues": {}},
        {"visibility_timeout": 7200, "predefined_queues": unknown("QUEUES")},
        {"visibility_timeout": unknown("TIMEOUT"), "predefined_queues": QUEUES},
        unknown("options()"),
    ],
)
def test_is_silent_where_kombu_makes_the_queues_or_nobody_knows(options: object) -> None:
    assert found("CK407", broker_url="sqs://", broker_transport_options=options) == []
