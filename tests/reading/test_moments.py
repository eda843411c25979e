"""Which points in time know no time zone."""

from __future__ import annotations

import pytest

from celerykit.project import Opaque

APP = """\
from celery import Celery
import datetime as time
from datetime import datetime, timedelta
app = Celery('p')
@app.task
def f(): ...
"""


def eta(app_of, text):
    (call,) = app_of(APP + text).calls
    return call.options["eta"]


@pytest.mark.parametrize(
    ("expression", "made"),
    [
        ("datetime.now()", "datetime.datetime.now"),
        ("datetime.now() + timedelta(hours=1)", "datetime.datetime.now"),
        ("datetime.now().replace(hour=3) - timedelta(days=1)", "datetime.datetime.now"),
        ("time.datetime.today()", "datetime.datetime.today"),
        ("datetime.fromtimestamp(x)", "datetime.datetime.fromtimestamp"),
        ("datetime(2030, 1, 1, 12)", "datetime.datetime"),
        ("datetime.combine(day, at)", "datetime.datetime.combine"),
    ],
)
def test_knows_those_without(expression, made, app_of):
    value = eta(app_of, f"f.apply_async(eta={expression})\n")
    assert value.value == Opaque("datetime.datetime", made)
    assert value.keys["tzinfo"].value is None


def test_follows_a_variable(app_of):
    value = eta(app_of, "def go():\n    later = datetime.now() + timedelta(1)\n    f.apply_async(eta=later)\n")
    assert value.value == Opaque("datetime.datetime", "datetime.datetime.now")


@pytest.mark.parametrize(
    "expression",
    [
        "datetime.now(zone)",
        "datetime.now(tz=zone)",
        "datetime.now().replace(tzinfo=zone)",
        "datetime.now().astimezone()",
        "datetime.utcnow()",
        "datetime(2030, 1, 1, tzinfo=zone)",
        "datetime(*parts)",
        "timezone.now()",
        "unheard_of",
    ],
)
def test_says_nothing_of_others(expression, app_of):
    assert eta(app_of, f"f.apply_async(eta={expression})\n").unknown


def test_says_nothing_of_a_variable_that_is_made_aware(app_of):
    text = "def go():\n    x = datetime.now()\n    x = x.replace(tzinfo=zone)\n    f.apply_async(eta=x)\n"
    assert eta(app_of, text).unknown


@pytest.mark.parametrize("text", ["x = x\nf.apply_async(eta=x)\n", "y = x\nx = y\nf.apply_async(eta=x)\n"])
def test_ends_where_names_lead_to_each_other(text, app_of):
    assert eta(app_of, text).unknown
