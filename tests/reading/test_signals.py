"""Signals that a program may handle."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('p')\n"


@pytest.mark.parametrize(
    "text",
    [
        "from celery.signals import setup_logging\n@setup_logging.connect\ndef f(**k): ...\n",
        "import celery.signals\ncelery.signals.setup_logging.connect(print)\n",
        "from celery import signals\nsignals.setup_logging.connect(print)\n",
    ],
)
def test_may_be_handled_anywhere(text, project_of):
    assert project_of({"proj.py": APP, "log.py": text}, "proj").signals == {"setup_logging"}


def test_are_none_where_none_is_mentioned(app_of):
    assert app_of(APP).signals == frozenset()
