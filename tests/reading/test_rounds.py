"""Loops and comprehensions over what is written out."""

from __future__ import annotations

import pytest


def _names(value):
    return [item.items[0].value for item in value.items]


def test_goes_through_a_loop_that_fills_a_list(config_of):
    text = """
        from kombu import Queue
        task_queues = [Queue("first")]
        for name in ("a", "b"):
            task_queues.append(Queue(name, routing_key=f"{name}.#"))
        """
    value = config_of(text)["task_queues"].value
    assert value.known
    assert _names(value) == ["first", "a", "b"]
    assert value.items[2].keys["routing_key"].value == "b.#"


def test_goes_through_a_loop_that_fills_a_dict(config_of):
    text = """
        task_routes = {}
        for name, queue in {"a": "q1", "b": "q2"}.items():
            task_routes[f"shop.{name}"] = {"queue": queue}
        """
    assert config_of(text)["task_routes"].value.value == {"shop.a": {"queue": "q1"}, "shop.b": {"queue": "q2"}}


def test_goes_through_loops_in_loops(config_of):
    text = """
        include = []
        for first in ["a", "b"]:
            for second in ["x", "y"]:
                include.append(first + "." + second)
        """
    assert config_of(text)["include"].value.value == ["a.x", "a.y", "b.x", "b.y"]


def test_takes_only_the_rounds_that_a_condition_lets_pass(config_of):
    text = "include = []\nfor name in ['a', 'b']:\n    if name != 'a':\n        include.append(name)\n"
    assert config_of(text)["include"].value.value == ["b"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[name + '.tasks' for name in ('a', 'b')]", ["a.tasks", "b.tasks"]),
        ("[n for n in ['a', 'b'] if n == 'b']", ["b"]),
        ("[a + b for a in 'x y'.split() for b in ['1', '2']]", ["x1", "x2", "y1", "y2"]),
        ("{name: {'queue': name} for name in ['a']}", {"a": {"queue": "a"}}),
        ("{k: v for k, v in {'a': 1}.items()}", {"a": 1}),
        ("dict((k, 1) for k in ['a'])", {"a": 1}),
        ("list(str(n) for n in range(2))", ["0", "1"]),
        ("[name for name in OTHER]", ["o"]),
    ],
)
def test_knows_a_comprehension(expression, value, config_of):
    found = config_of(f"name = 'not this'\nOTHER = ['o']\ninclude = {expression}\n")
    assert found["include"].value.value == value


@pytest.mark.parametrize(
    "text",
    [
        "include = []\nfor name in unheard_of:\n    include.append(name)\n",
        "include = []\nfor name in ['a', 'b']:\n    if unheard_of:\n        break\n    include.append(name)\n",
        "include = []\nfor name in ['a', 'b']:\n    include = unheard_of(include)\n",
        "include = []\nwhile unheard_of:\n    include.append('a')\n",
        "include = [n for n in unheard_of]\n",
        "include = [n for n in ['a'] if unheard_of(n)]\n",
        "include = ['x']\nfor n in ['a']:\n    if unheard_of:\n        include.append(n)\n",
    ],
)
def test_does_not_guess(text, config_of):
    value = config_of(text)["include"].value
    assert value.unknown
    assert value.type in {list, None}


def test_ends_where_a_loop_is_long(config_of):
    text = "include = []\nfor a in range(9000):\n    for b in range(9000):\n        include.append(a)\n"
    assert config_of(text)["include"].value.unknown


def test_a_table_that_is_changed_in_place_elsewhere_is_not_taken_for_whole(config_of):
    text = """
        class Shared:
            QUEUES = []
        class Mine(Shared):
            for name in unheard_of:
                Shared.QUEUES.append(name)
        include = Mine.QUEUES
        """
    assert config_of(text)["include"].value.unknown
