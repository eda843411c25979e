"""Values of which not all is known, and what can be said of them all the same."""

from __future__ import annotations

import pytest


def test_keeps_what_two_dicts_have_in_common(config_of):
    text = """
        import os
        if unheard_of:
            task_routes = {"a": "q", "b": os.environ["X"], "c": 1}
        else:
            task_routes = {"a": "q", "b": "r"}
        """
    value = config_of(text)["task_routes"].value
    assert value.unknown
    assert value.open
    assert (value.keys["a"].value, value.keys["a"].variable) == ("q", "")
    assert value.keys["b"].unknown
    assert "c" not in value.keys


@pytest.mark.parametrize(
    "text",
    [
        "include = ['a']\nif unheard_of:\n    include += ['b']\ninclude = include + ['c']\n",
        "base = ['a']\nif unheard_of:\n    base = ['a', 'b']\ninclude = [*base, 'c']\n",
        "include = [*list(unheard_of), 'c']\n",
    ],
)
def test_a_list_of_which_a_part_is_not_known_may_hold_more(text, config_of):
    value = config_of(text)["include"].value
    assert value.unknown
    assert value.open


@pytest.mark.parametrize(
    ("expression", "derived"),
    [
        ("os.environ['X']", False),
        ("os.environ.get('X', 'd')", False),
        ("os.environ.get('X') or 'd'", False),
        ("f\"redis://{os.environ['X']}/0\"", True),
        ("'redis://' + os.environ.get('X', 'h')", True),
        ("os.environ['X'].replace('a', 'b')", True),
    ],
)
def test_knows_a_variable_from_what_is_made_of_it(expression, derived, config_of):
    value = config_of(f"import os\nbroker_url = {expression}\n")["broker_url"].value
    assert (value.variable, value.derived) == ("X", derived)


def test_goes_on_where_a_list_is_given_more_by_a_tuple(config_of):
    assert config_of("include = ['a']\ninclude += ('b',)\n")["include"].value.value == ["a", "b"]
    assert config_of("include = ['a'] + ('b',)\n")["include"].value.unknown
