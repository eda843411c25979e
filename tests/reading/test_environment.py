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
    assert value.value == 1
    assert value.variable == ""


@pytest.mark.parametrize(
    ("lines", "default", "type_"),
    [
        ("try:\n    broker_url = os.environ['X']\nexcept KeyError:\n    broker_url = 'd'", "d", str),
        ("try:\n    broker_url = config('X')\nexcept Exception:\n    broker_url = 'd'", "d", str),
        ("broker_url = os.environ.get('X', 'a') if True else 'b'", "a", str),
        ("where = os.environ\nbroker_url = where.get('X', 'd')", "d", str),
        ("from os import environ as e\nbroker_url = e.get('X', 'd')", "d", str),
        ("broker_url = django_environ.Env(X=(str, 'd'))('X')", "d", None),
        ("scheme = django_environ.Env(X=(int, 3))\nbroker_url = scheme('X')", 3, int),
        ("scheme = django_environ.Env(X=(bool, False))\nbroker_url = scheme.bool('X')", False, bool),
        ("broker_url = env('X', str, 'd')", "d", str),
        ("import ast\nbroker_url = ast.literal_eval(os.environ.get('X', 'False'))", False, bool),
        ("import json\nbroker_url = json.loads(os.environ.get('X', '[1]'))", [1], list),
        ("from distutils.util import strtobool\nbroker_url = strtobool(os.getenv('X', 'no'))", 0, int),
        ("from environs import env as e\nbroker_url = e.int('X', 3)", 3, int),
        ("from dotenv import dotenv_values\nd = dotenv_values()\nbroker_url = d.get('X', 'd')", "d", str),
        ("import dotenv\nbroker_url = dotenv.dotenv_values().get('X') or 'd'", "d", str),
    ],
)
def test_reads_other_spellings(lines, default, type_, config_of):
    value = config_of(f"{HEAD}\n{lines}\n")["broker_url"].value
    assert (value.value, value.variable) == (default, "X")
    assert value.type is (type_ or value.type)


@pytest.mark.parametrize(
    "line",
    [
        "import configparser\nc = configparser.ConfigParser()\nc.read('x.ini')\nbroker_url = c['a']['b']",
        "import configparser\nc = configparser.ConfigParser()\nbroker_url = c.get('a', 'b', fallback='d')",
        "import yaml\nbroker_url = yaml.safe_load(open('x'))['broker']",
        "from dynaconf import settings\nbroker_url = settings.BROKER",
        "from dynaconf import Dynaconf\nbroker_url = Dynaconf().BROKER",
        "from dependency_injector import containers\nbroker_url = containers.get('broker')",
        "import tomllib\nbroker_url = tomllib.load(open('x', 'rb'))['broker']",
        "import json\nbroker_url = json.loads(os.environ['Y'])['broker']",
        "broker_url = env.db('X')",
        "broker_url = env.url('X', 'redis://h').geturl()",
    ],
)
def test_what_stands_in_other_files_is_unknown(line, config_of):
    assert config_of(f"{HEAD}\n{line}\n")["broker_url"].value.unknown
