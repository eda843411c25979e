"""Reads of the environment, in the spellings that programs use."""

from __future__ import annotations

import pytest

from celerykit.project import State

HEAD = """
import os
from os import environ, getenv
import os as system
from decouple import config
import environ as django_environ
from environs import Env
env = django_environ.Env()
other = Env()
"""


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ('os.environ["X"]', str),
        ('environ["X"]', str),
        ('os.environ.get("X")', str),
        ('os.getenv("X")', str),
        ('getenv("X", None)', str),
        ('int(os.environ["X"])', int),
        ('os.environ.get("X", "1") == "1"', bool),
        ('os.environ["X"].lower() == "true"', bool),
        ('not os.environ.get("X", "")', bool),
        ('os.environ.get("X", unheard_of)', str),
        ('config("X")', str),
        ('config("X", cast=int)', int),
        ('env.bool("X")', bool),
        ('env("X")', None),
        ('f"redis://{os.environ["X"]}/0"'.replace('["X"]', "['X']"), str),
        ('"redis://" + os.environ["X"]', str),
    ],
)
def test_is_unknown_without_a_default(expression, type_, config_of):
    value = config_of(f"{HEAD}\nbroker_url = {expression}\n")["broker_url"].value
    assert value.state is State.UNKNOWN
    assert value.type is (type_ or value.type)
    assert value.variable == "X"
    assert not value.literal


@pytest.mark.parametrize(
    ("expression", "default", "type_", "literal"),
    [
        ('os.environ.get("X", "d")', "d", str, True),
        ('os.getenv("X", "d")', "d", str, True),
        ('os.getenv("X", default="d")', "d", str, True),
        ('system.environ.get("X", "d")', "d", str, True),
        ('os.environ.get("X") or "d"', "d", str, True),
        ('os.environ.get("X", "") or "d"', "d", str, True),
        ('int(os.environ.get("X", "3"))', 3, int, False),
        ('int(os.environ.get("X", 3))', 3, int, False),
        ('bool(os.getenv("X", "false"))', True, bool, False),
        ('os.environ.get("X", "a,b").split(",")', ["a", "b"], list, False),
        ('os.environ.get("X", "d") + "/0"', "d/0", str, False),
        ('config("X", default=5, cast=int)', 5, int, True),
        ('config("X", default="5", cast=int)', 5, int, True),
        ('config("X", "d")', "d", str, True),
        ('env("X", default="d")', "d", str, True),
        ('env.str("X", "d")', "d", str, True),
        ('env.int("X", default=7)', 7, int, True),
        ('env.bool("X", default=False)', False, bool, True),
        ('other.bool("X", False)', False, bool, True),
    ],
)
def test_is_the_default_that_stands_beside_it(expression, default, type_, literal, config_of):
    value = config_of(f"{HEAD}\nbroker_url = {expression}\n")["broker_url"].value
    assert value.state is State.KNOWN
    assert value.value == default
    assert value.type is type_
    assert value.variable == "X"
    assert value.literal is literal


def test_keeps_the_variable_through_names(config_of):
    value = config_of(f'{HEAD}\nURL = os.getenv("X", "d")\nbroker_url = URL\n')["broker_url"].value
    assert (value.value, value.variable) == ("d", "X")


def test_keeps_the_variable_inside_of_a_dict(config_of):
    text = f'{HEAD}\nbroker_transport_options = {{"visibility_timeout": int(os.getenv("X", "3"))}}\n'
    value = config_of(text)["broker_transport_options"].value
    assert value.keys["visibility_timeout"].variable == "X"
    assert not value.literal


def test_is_no_read_where_a_name_only_looks_like_one(config_of):
    value = config_of('def config(name): return 1\nbroker_url = config("X")\n').get("broker_url").value
    assert value.unknown
    assert value.variable == ""
