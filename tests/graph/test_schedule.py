from __future__ import annotations

import pytest

from celerykit.project import Opaque, Periodic, State, Value
from tests.graph.build import graph, parts, ways
from tests.rules.build import deployed, known, process, task, unknown


def crontab(**fields: object) -> Value:
    return Value(State.KNOWN, Opaque("celery.schedules.crontab"), keys={name: known(v) for name, v in fields.items()})


def entry(when: object, name: str = "proj.one") -> dict[str, object]:
    return {"beat_schedule": {"nightly": {"task": name, "schedule": when}}}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (30, "every 30 s"),
        (5400, "every 1 h 30 min"),
        (crontab(minute=0, hour="*/3"), "0 */3 * * *"),
        (crontab(), "* * * * *"),
        (crontab(hour=unknown("HOUR")), "* ? * * *"),
        (unknown("solar()"), "solar()"),
        (unknown(""), "when, is not known"),
    ],
)
def test_an_entry_says_when(when: object, words: str) -> None:
    assert parts(graph(tasks=[task("proj.one")], **entry(when)), "entry")["nightly"] == words


def test_an_entry_leads_to_its_task_seen_or_not() -> None:
    assert ways(graph(tasks=[task("proj.one")], **entry(1)), "entry") == {("nightly", "one", True)}
    assert ways(graph(tasks=[task("proj.one")], **entry(1, "proj.on")), "entry") == {("nightly", "proj.on", True)}


def test_what_a_call_puts_on_the_schedule_stands_there_too() -> None:
    picture = graph(tasks=[task("proj.one")], facts={"periodic": (Periodic("proj.one", known(60)),)})

    assert ways(picture, "entry") == {("one", "one", True)}


def test_it_says_who_runs_beat() -> None:
    one = deployed(process("beat"))
    said = [
        graph(**entry(1), facts={"deployment": deployment})
        for deployment in (deployed(), one, deployed(process()), deployed(process("beat"), process("beat", line=2)))
    ]

    notes = [parts(picture, "schedule")["schedule"] for picture in said]
    assert notes == ["beat not seen", "beat runs it", "no beat runs it", "2 commands run beat"]


def test_no_schedule_is_drawn_where_nobody_wrote_one() -> None:
    assert parts(graph(tasks=[task("proj.one")]), "schedule") == {}
    assert parts(graph(tasks=[task("proj.one")], complete=False), "schedule") == {}


def test_what_may_be_added_while_it_runs_is_drawn_as_not_known() -> None:
    picture = graph(beat_schedule=unknown("schedule()"))

    assert [(node.title, node.known) for node in picture.held("schedule")] == [("…", False)]


def test_another_scheduler_may_keep_more() -> None:
    picture = graph(**entry(1), beat_scheduler="django_celery_beat.schedulers:DatabaseScheduler")

    facts = [fact.text for node in picture.held("schedule") if not node.known for fact in node.facts]
    assert "the scheduler may keep more of its own" in facts
