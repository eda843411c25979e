"""The broker's answers are counted as RabbitMQ gives them: by number, alone or all up to it."""

from __future__ import annotations

from celerykit.publishing.confirms import Confirms


def sent(*task_ids: str) -> Confirms:
    confirms = Confirms()
    for task_id in task_ids:
        confirms.sent(task_id)
    return confirms


def test_a_message_is_outstanding_until_its_answer() -> None:
    confirms = sent("a", "b")
    confirms.confirmed(2, multiple=False)
    assert confirms.outstanding == 1
    confirms.confirmed(1, multiple=False)
    assert (confirms.outstanding, confirms.missing) == (0, {})


def test_one_answer_may_be_for_all_up_to_it() -> None:
    confirms = sent("a", "b", "c", "d")
    confirms.confirmed(2, multiple=False)
    confirms.confirmed(3, multiple=True)
    assert confirms.outstanding == 1


def test_what_is_refused_is_missing() -> None:
    confirms = sent("a", "b", "c", "d")
    confirms.refused(2, multiple=True)
    confirms.confirmed(3, multiple=False)
    confirms.refused(4, multiple=False)
    assert list(confirms.missing) == ["a", "b", "d"]


def test_what_is_returned_is_missing_though_it_is_confirmed() -> None:
    confirms = sent("a")
    confirms.returned("a", "NO_ROUTE")
    confirms.confirmed(1, multiple=False)
    assert confirms.missing == {"a": "returned by the broker: NO_ROUTE"}


def test_with_the_channel_all_answers_are_lost_and_numbers_begin_anew() -> None:
    confirms = sent("a", "b")
    confirms.confirmed(1, multiple=False)
    confirms.lost()
    confirms.sent("c")
    confirms.confirmed(1, multiple=False)
    assert (confirms.outstanding, list(confirms.missing)) == (0, ["b"])


def test_what_is_sent_again_is_missing_no_more() -> None:
    confirms = sent("a")
    confirms.lost()
    confirms.not_sent("b")
    confirms.sent("a")
    confirms.confirmed(1, multiple=False)
    assert list(confirms.missing) == ["b"]


def test_a_message_that_is_no_task_is_never_missing() -> None:
    confirms = sent("", "")
    confirms.refused(1, multiple=False)
    confirms.lost()
    assert confirms.missing == {}


def test_an_answer_to_nothing_is_ignored() -> None:
    confirms = sent("a")
    confirms.confirmed(7, multiple=False)
    confirms.refused(0, multiple=True)
    assert (confirms.outstanding, confirms.missing) == (1, {})
