"""No password stands in a picture, wherever it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celerykit.engine.plan import plan_run
from celerykit.engine.run import report_on
from celerykit.graph import FORMATS, draw, graph_of
from tests.rules.build import call, deployed, process, project, task, unknown

MARK = "hunter2"
around = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6).filter(lambda text: "://" not in text)
schemes = st.sampled_from(["redis", "rediss", "amqp", "sentinel", "db+postgresql", "sqla+postgresql", "nonsense"])


@settings(deadline=None, max_examples=40)
@given(schemes, around, around)
def test_no_password_of_a_url_is_drawn(scheme: str, before: str, after: str) -> None:
    url = f"{scheme}://user:{before}{MARK}{after}@host:6379/0"
    picture = graph_of(project(broker_url=url, result_backend=url, tasks=[task("a.one")], app="proj:app"))

    for form in FORMATS:
        assert MARK not in draw(form, [picture])


@pytest.mark.parametrize("form", FORMATS)
def test_no_password_is_drawn_that_stands_where_none_belongs(form: str) -> None:
    url = f"redis://user:{MARK}@host:6379/0"
    subject = project(
        broker_url=unknown(f"environ.get('BROKER', '{url}')"),
        result_backend=unknown(f"environ.get('RESULTS', '{url}')"),
        task_routes={"a.*": {"queue": url}, url: "q"},
        beat_schedule={url: {"task": url, "schedule": 1}},
        tasks=[task("a.one", queue=url)],
        calls=[call("a.one", "apply_async", queue=unknown(f"pick('{url}')")), call(url)],
        facts={"deployment": deployed(process(queues=[url], hostname=url, name=url))},
        app=f"proj:{url}",
    )

    assert MARK not in draw(form, [graph_of(subject, report_on([subject], plan_run()).findings)], remarks=[url])


@pytest.mark.parametrize("form", FORMATS)
def test_no_value_that_is_named_like_a_secret_is_drawn(form: str) -> None:
    words = {"broker_transport_options": {"password": MARK}, "security_key_password": MARK.encode()}
    subject = project(broker_url="redis://h", tasks=[task("a.one", password=MARK)], **words)

    assert MARK not in draw(form, [graph_of(subject, report_on([subject], plan_run()).findings)])
