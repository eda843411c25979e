from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest

from celerykit.findings import Label, Report
from celerykit.reporters import FOR_PROGRAMS, render
from celerykit.values.places import Place
from tests.pages.markup import elements, texts
from tests.reporters.html_reports import EVICTS, LATE, MIXED, RENAMED, ROUTED
from tests.reporters.sample import REPORT, lines, lines_of, one


def html(report: Report) -> str:
    return render("html", report, lines=lines)


def headline(report: Report) -> str:
    (text,) = texts(html(report), "h1")
    return text


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (MIXED, "2 errors, 1 warning and 1 info in celeryconfig.py"),
        (REPORT, "1 error in celeryconfig.py"),
        (replace(REPORT, subjects=("a", "b", "c", "d")), "1 error in a, b and 2 others"),
        (replace(REPORT, subjects=()), "1 error"),
        (Report(subjects=("a.py",)), "Nothing found in a.py"),
        (Report(subjects=("a.py",), not_checked=("loading: no Celery",)), "Nothing found in what could be checked"),
        (Report(), "No Celery app and no Celery configuration found"),
    ],
)
def test_the_headline_says_in_one_sentence_what_was_found(report: Report, said: str) -> None:
    assert headline(report) == said
    assert texts(html(report), "title") == [f"{said} \N{EN DASH} celerykit"]


def test_the_gravest_findings_come_first() -> None:
    assert texts(html(MIXED), "code", within="marks") == ["CK401", "CK509", "CK912", "CK116"]


def test_a_card_has_all_that_is_known_of_a_finding() -> None:
    page = html(replace(MIXED, findings=(EVICTS,)))
    assert texts(page, "badge") == ["warning"]
    assert texts(page, "h2", within="card") == [EVICTS.message]
    assert texts(page, "subject") == [EVICTS.subject]
    assert texts(page, "figcaption") == ["celeryconfig.py:3:14"]
    assert texts(page, "line") == ['3 broker_url = "redis://cache:6379/0"']
    assert texts(page, "mark") == ['"redis://cache:6379/0']
    assert texts(page, "label") == ["named here"]
    assert texts(page, "thing") == ["queue celery"]
    assert texts(page, "fix") == [EVICTS.fix]
    assert texts(page, "li", within="symptoms") == [*EVICTS.symptoms]
    assert "celerykit rule CK912" in texts(page, "code", within="card")


def test_the_source_is_quoted_with_the_own_place_marked_more_than_others() -> None:
    page = html(REPORT)
    marks = [(element.attributes["class"], element.text) for element in elements(page) if element.tag == "mark"]
    assert marks == [("other", "True"), ("other", "7200"), ("own", "3600")]
    assert texts(page, "number") == ["8", "9", "10"]
    assert texts(page, "figcaption") == ["celeryconfig.py:10:51"]


def test_each_file_has_a_figure_of_its_own() -> None:
    elsewhere = replace(LATE, related=(Label(Place("tasks.py", 2, 21, 25), "late"),))
    assert texts(html(Report(findings=(elsewhere,))), "figcaption") == ["celeryconfig.py:10:51", "tasks.py:2:21"]


def test_one_line_between_two_is_shown_and_more_are_left_out() -> None:
    related = (Label(Place("x.py", 1, 1, 2), "first"), Label(Place("x.py", 3, 1, 2), "third"))
    report = one(place=Place("x.py", 6, 1, 2), related=related)
    page = render("html", report, lines=lines_of("a", "b", "c", "d", "e", "f"))
    assert texts(page, "line") == ["1 a", "2 b", "3 c", "6 f"]
    assert len(texts(page, "gap")) == 1


def test_a_file_that_cannot_be_read_is_named_with_its_label() -> None:
    page = html(one(place=Place("gone.py", 3, 1), label="here"))
    assert texts(page, "figcaption") == ["gone.py:3:1"]
    assert texts(page, "label") == ["line 3: here"]


def test_what_the_command_can_mend_says_so() -> None:
    assert "celerykit validate --fix" in texts(html(Report(findings=(RENAMED,))), "code", within="cure")
    assert texts(html(Report(findings=(ROUTED,))), "code", within="cure") == []


def test_a_finding_without_a_cure_or_symptoms_has_no_empty_rows() -> None:
    page = html(one(fix="", symptoms=()))
    assert texts(page, "dt", within="card") == ["Manual page"]


def test_all_that_was_not_found_is_told_too() -> None:
    page = html(replace(MIXED, in_baseline=7))
    figures = dict(zip(texts(page, "dt", within="figures"), texts(page, "dd", within="figures"), strict=True))
    assert figures == {
        "settings read": "9",
        "rules applied": "23",
        "live checks answered": "12",
        "not checked": "1",
        "not known without running": "1",
        "silenced": "1",
        "in the baseline": "7",
    }
    assert texts(page, "li", within="notice") == ["the result backend: no answer within 1 s"]
    assert texts(page, "li", within="aside") == [
        'result_backend = os.environ["RESULTS"] celeryconfig.py:4:18',
        "worker celery@web-1: Celery 5.7.0, pool prefork",
    ]


def test_it_says_which_command_wrote_it() -> None:
    assert texts(html(REPORT), "kind") == ["celerykit validate"]
    assert texts(html(MIXED), "kind") == ["celerykit doctor"]


def test_one_finding_has_no_filters_and_none_has_no_list() -> None:
    tags = Counter(element.tag for element in elements(html(REPORT)))
    assert (tags["form"], tags["article"]) == (0, 1)
    tags = Counter(element.tag for element in elements(html(Report())))
    assert (tags["form"], tags["article"], tags["ol"]) == (0, 0, 0)


def test_a_filter_is_there_for_each_severity_symptom_and_rule_that_was_found() -> None:
    page = html(MIXED)
    assert texts(page, "severity") == ["error 2", "warning 1", "info 1"]
    assert texts(page, "option") == [
        "anything",
        "a long task starts again (1)",
        "a task stays PENDING for ever (2)",
        "the same task id is received twice (2)",
        "any",
        "CK116 deprecated-old-names (1)",
        "CK401 visibility-timeout-too-short (1)",
        "CK509 route-to-nowhere (1)",
        "CK912 redis-evicts (1)",
    ]


def test_what_all_findings_share_is_no_choice() -> None:
    assert texts(html(replace(REPORT, findings=(ROUTED, ROUTED))), "severity") == []
    assert texts(html(replace(REPORT, findings=(ROUTED, ROUTED))), "label", within="field") == [
        "Search",
        "What people see",
    ]


def test_the_page_is_sound() -> None:
    found = elements(html(MIXED))
    ids = [one.attributes["id"] for one in found if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for element in found:
        for name in ("for", "aria-labelledby"):
            assert element.attributes.get(name, ids[0]) in ids
        target = element.attributes.get("href") or "#sign-error"
        assert target == "data:," or target.removeprefix("#") in ids
        assert not {"style", "src", "onclick"} & element.attributes.keys()
    assert [element.tag for element in found if element.tag in {"h1", "main", "header", "footer"}] == [
        "header",
        "h1",
        "main",
        "footer",
    ]


def test_findings_that_are_alike_have_addresses_of_their_own() -> None:
    page = html(replace(REPORT, findings=(LATE, LATE, LATE)))
    assert len({element.attributes["id"] for element in elements(page) if element.tag == "article"}) == 3


def test_an_address_stays_when_lines_come_above() -> None:
    moved = replace(LATE, place=Place("celeryconfig.py", 11, 51, 55), related=())
    before = render("html", one(related=(), symptoms=LATE.symptoms), lines=lines)
    after = render("html", Report(findings=(moved,)), lines=lambda path: ["", *lines(path)])
    ids = [[one.attributes["id"] for one in elements(page) if one.tag == "article"] for page in (before, after)]
    assert ids[0] == ids[1]


def test_the_same_input_gives_the_same_bytes_in_any_order() -> None:
    pages = {html(replace(MIXED, findings=order)) for order in itertools.permutations(MIXED.findings)}
    assert len(pages) == 1


def test_it_is_written_where_nothing_was_found_and_never_in_colour() -> None:
    assert "html" in FOR_PROGRAMS
    assert render("html", MIXED, lines=lines, colour=True) == html(MIXED)
