"""No value of any setting brings a rule down."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from celerykit.catalogue import SETTINGS
from celerykit.project import Opaque
from celerykit.rules import load
from tests.rules.build import call, env, known, project, read, task, unknown

RULES = load()
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["redis://h/0", "redis://:p[w@h", "amqp://u:p@h//;x@y", "rpc://", "json", "{}", "://", "UTC+3"]),
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.just(Opaque("proj.Thing")))
VALUES = st.recursive(
    st.one_of(PLAIN, st.builds(env, st.just("X"), TEXTS), st.just(unknown("f()")), st.just(unknown("g()", str))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.integers(), TEXTS, st.just("*"), st.just("password")), inner, max_size=3),
    ),
    max_leaves=5,
)
# Those that rules look at, more often than all others.
NAMES = st.one_of(
    st.sampled_from(sorted(SETTINGS)),
    st.sampled_from(["broker_url", "result_backend", "task_annotations", "broker_transport_options", "accept_content"]),
    st.sampled_from(["task_acks_late", "task_time_limit", "task_soft_time_limit", "include", "timezone", "frobnicate"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(NAMES, VALUES, max_size=5), st.dictionaries(st.sampled_from(["acks_late", "time_limit"]), VALUES)
)
def test_any_value_of_any_setting(values: dict[str, Any], options: dict[str, Any]) -> None:
    judged = project(
        app="proj.celery:app",
        tasks=[task("proj.add", **options)],
        calls=[call("proj.add", ignore_result=known(True))],
        reads=[read("get", "proj.add"), read("state", by_id=True, elsewhere=True)],
        **values,
    )
    for rule in RULES:
        for finding in rule.check(judged):
            assert finding.code == rule.code
            assert finding.message
            assert finding.fix
