from __future__ import annotations

import re
from dataclasses import replace

import pytest

from celerykit.findings import Label, Report
from celerykit.reporters import render
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT, lines, lines_of, one

AS_IN_HOUSE_STYLE = """\
error[CK401] visibility-timeout-too-short: a task may run 7200 s and is acknowledged only at its end, \
but Redis redelivers it after 3600 s
  --> celeryconfig.py:10:51
   |
 8 | task_acks_late = True
   |                  ---- acknowledged only at its end
 9 | task_time_limit = 7200
   |                   ---- a task may run this long
10 | broker_transport_options = {"visibility_timeout": 3600}
   |                                                   ^^^^ redelivered after this many seconds
   |
   = fix: set visibility_timeout above 7200, or task_time_limit below 3600
   = docs: celerykit rule CK401

1 finding: 1 error (1 silenced). Read 9 settings; 1 not known without running: result_backend.
"""


def excerpt(report: Report, *source: str) -> list[str]:
    """The rows between the arrow and the cure."""
    rows = render("full", report, lines=lines_of(*source)).splitlines()
    return rows[2 : next(number for number, row in enumerate(rows) if " = fix" in row)]


def test_shows_all_labels_of_a_file_in_one_excerpt_as_house_style_has_it() -> None:
    assert render("full", REPORT, lines=lines) == AS_IN_HOUSE_STYLE


def test_colour_changes_nothing_but_colour() -> None:
    coloured = render("full", REPORT, lines=lines, colour=True)

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == AS_IN_HOUSE_STYLE


def test_labels_in_another_file_get_a_block_of_their_own() -> None:
    finding = replace(FINDING, related=(Label(Place("tasks.py", 2, 21, 25), "acknowledged only at its end"),))

    assert render("full", Report(findings=(finding,)), lines=lines).splitlines()[1:10] == [
        "  --> celeryconfig.py:10:51",
        "   |",
        '10 | broker_transport_options = {"visibility_timeout": 3600}',
        "   |                                                   ^^^^ redelivered after this many seconds",
        "   |",
        "  --> tasks.py:2:21",
        "   |",
        " 2 | @app.task(acks_late=True)",
        "   |                     ---- acknowledged only at its end",
    ]


def test_a_single_line_between_two_labels_is_shown_and_more_are_left_out() -> None:
    source = ["a = 1", "b = 2", "c = 3", "d = 4", "e = 5", "f = 6"]
    related = (Label(Place("x.py", 1, 1, 2), "first"), Label(Place("x.py", 3, 1, 2), "third"))

    rows = excerpt(one(place=Place("x.py", 6, 1, 2), label="last", related=related), *source)

    assert rows == [
        "  |",
        "1 | a = 1",
        "  | - first",
        "2 | b = 2",
        "3 | c = 3",
        "  | - third",
        "...",
        "6 | f = 6",
        "  | ^ last",
        "  |",
    ]


def test_two_labels_on_one_line_get_a_row_each() -> None:
    related = (Label(Place("x.py", 1, 5, 6), "this"),)

    assert excerpt(one(place=Place("x.py", 1, 1, 2), label="that", related=related), "a = 1") == [
        "  |",
        "1 | a = 1",
        "  | ^ that",
        "  |     - this",
        "  |",
    ]


@pytest.mark.parametrize(
    ("source", "column", "end", "shown", "underline"),
    [
        pytest.param("\tx = 1", 6, 7, "    x = 1", "        ^ here", id="tab"),
        pytest.param("x = '日本', 1", 11, 12, "x = '日本', 1", " " * 12 + "^ here", id="wide"),
        pytest.param("x = 'e\u0301', 1", 11, 12, "x = 'e\u0301', 1", " " * 9 + "^ here", id="combining"),
        pytest.param("x = '\x1b[2J', 1", 1, 2, "x = '\N{REPLACEMENT CHARACTER}[2J', 1", "^ here", id="escape"),
        pytest.param("x = 1", 5, 0, "x = 1", "    ^ here", id="no end"),
        pytest.param("x = 1", 40, 44, "x = 1", "     ^ here", id="beyond the line"),
    ],
)
def test_underlines_stand_below_what_they_mean(source: str, column: int, end: int, shown: str, underline: str) -> None:
    report = one(place=Place("x.py", 1, column, end), label="here")

    assert excerpt(report, source)[1:3] == [f"1 | {shown}", f"  | {underline}"]


def test_a_long_line_is_cut_around_its_label() -> None:
    source = "a = [" + "0, " * 200 + "77, " + "0, " * 200 + "]"

    row, underline = excerpt(one(place=Place("x.py", 1, 606, 608), label="here"), source)[1:3]

    assert row.startswith("1 | …")
    assert row.endswith("…")
    assert len(row) < 130
    assert row[underline.index("^") :].startswith("77,")


def test_a_file_that_cannot_be_read_is_named_with_its_label() -> None:
    report = one(place=Place("gone.py", 3, 1), label="here")

    assert render("full", report, lines=lines_of()).splitlines()[1:3] == [
        " --> gone.py:3:1: here",
        "  = fix: set visibility_timeout above 7200, or task_time_limit below 3600",
    ]


def test_a_finding_without_a_line_names_its_subject() -> None:
    text = render("full", one(place=None, subject="profile redis-redis"), lines=lines)

    assert text.splitlines()[1] == " --> profile redis-redis"


def test_a_message_cannot_steer_the_terminal() -> None:
    text = render("full", one(message="queue 'a\x1b[2Jb\nc'"), lines=lines)

    assert text.splitlines()[0].endswith("queue 'a\N{REPLACEMENT CHARACTER}[2Jb c'")


@pytest.mark.parametrize(
    "source",
    [
        'broker_url = "redis://:hunter2@cache/0"',
        'broker_url = "amqp://me:hun/ter2#hunter2@cache//"',
        """broker_url = "redis://:it's-hunter2@cache/0\"""",
        "# was redis://:hunter2@cache/0",
        'result_backend = "db+postgresql://db/x?user=me&password=hunter2"',
        'broker_password = "hunter2"',
        "broker_password: str = 'hunter2'",
        'app.conf["redis_password"] = "hunter2"',
        'broker_transport_options = {"sentinel_kwargs": {"password": "hunter2"}}',
        'Celery("proj", redis_password="hunter2")',
        'broker_password = os.environ.get("BROKER_PASSWORD", "hunter2")',
        'os.environ.setdefault("BROKER_PASSWORD", "hunter2")',
        'redis_password = """hunter2"""',
        'redis_password = ("hunter2")',
    ],
)
def test_a_secret_in_the_source_is_not_quoted(source: str) -> None:
    text = render("full", one(place=Place("x.py", 1, 1, 4)), lines=lines_of(source))

    assert "hunter2" not in text
    assert "***" in text


def test_a_secret_on_the_line_below_its_name_is_not_quoted() -> None:
    report = one(place=Place("x.py", 2, 5, 14), label="a password in the source")

    rows = excerpt(report, "redis_password = (", '    "hunter2"', ")")

    assert rows[1:3] == ['2 |     "***"', "  |     ^^^^^ a password in the source"]


def test_a_secret_on_a_line_between_two_labels_is_not_quoted() -> None:
    related = (Label(Place("x.py", 1, 1, 2), "this"),)

    rows = excerpt(one(place=Place("x.py", 3, 1, 2), related=related), "a = 1", 'redis_password = "hunter2"', "b = 2")

    assert '2 | redis_password = "***"' in rows


def test_a_password_that_is_found_in_two_ways_is_hidden_once() -> None:
    source = "redis_password = 'x://me:a\"b@h'"

    assert excerpt(one(place=Place("x.py", 1, 1, 4)), source)[1] == "1 | redis_password = '***'"


def test_a_secret_over_several_lines_is_not_quoted() -> None:
    report = one(place=Place("x.py", 2, 1, 4))

    assert excerpt(report, 'redis_password = """first', "hunter2", 'last"""')[1] == "2 | ***"


@pytest.mark.parametrize(
    "source",
    [
        'broker_password = os.environ["BROKER_PASSWORD"]',
        'task_default_queue = "hunter2"',
        'broker_url = "redis://cache:6379/0"',
        'task_routes = {"a.b": {"queue": "hunter2"}}',
    ],
)
def test_what_is_no_secret_is_quoted_as_it_is(source: str) -> None:
    assert excerpt(one(place=Place("x.py", 1, 1, 4)), source)[1] == f"1 | {source}"


def test_a_label_after_a_hidden_secret_stands_below_its_value() -> None:
    source = 'x = ["redis://:a-long-password@h/0", 5]'

    row, underline = excerpt(one(place=Place("x.py", 1, 38, 39), label="here"), source)[1:3]

    assert row == '1 | x = ["redis://:***@h/0", 5]'
    assert row[underline.index("^")] == "5"
