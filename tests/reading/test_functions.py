"""What the program's own functions yield."""

from __future__ import annotations

import pytest

from celerykit.project import State


@pytest.mark.parametrize(
    ("function", "call", "value"),
    [
        ("def url(): return 'redis://h'", "url()", "redis://h"),
        ("def url(db): return f'redis://h/{db}'", "url(3)", "redis://h/3"),
        ("def url(db=1): return f'redis://h/{db}'", "url()", "redis://h/1"),
        ("def url(*, db): return f'redis://h/{db}'", "url(db=2)", "redis://h/2"),
        ("def url(db):\n    base = 'redis://h/'\n    return base + str(db)", "url(4)", "redis://h/4"),
        ("def url(tls):\n    if tls:\n        return 'rediss://h'\n    return 'redis://h'", "url(True)", "rediss://h"),
        ("def url(tls):\n    if tls:\n        return 'rediss://h'\n    return 'redis://h'", "url(False)", "redis://h"),
        ("from functools import lru_cache\n@lru_cache\ndef url(): return 'redis://h'", "url()", "redis://h"),
        ("class U:\n    @staticmethod\n    def of(db): return f'redis://h/{db}'", "U.of(1)", "redis://h/1"),
        ("class U:\n    H = 'h'\n    @classmethod\n    def of(cls): return f'redis://{cls.H}'", "U.of()", "redis://h"),
        ("class U:\n    H = 'h'\n    def of(self): return f'redis://{self.H}'", "U().of()", "redis://h"),
        ("class U:\n    H = 'h'\n    @property\n    def of(self): return f'redis://{self.H}'", "U().of", "redis://h"),
        (
            "class U:\n  H = 'h'\n  @property\n  def of(self): return f'redis://{self.H}'\nclass V(U):\n  H = 'v'",
            "V().of",
            "redis://v",
        ),
        ("class U:\n    def __init__(self): self.url = 'redis://h'", "U().url", "redis://h"),
        ("from dataclasses import dataclass\n@dataclass\nclass U:\n    h: str = 'a'", "U(h='b').h", "b"),
        ("class U:\n    h = 'a'\ndef settings(): return U()", "settings().h", "a"),
    ],
)
def test_follows(function, call, value, config_of):
    assert config_of(f"{function}\nbroker_url = {call}\n")["broker_url"].value.value == value


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("def url(db): return unheard_of(db)", "url(1)"),
        ("def url(db): return db", "url(unheard_of)"),
        ("def url(*dbs): return dbs", "url(1)"),
        ("def url(db): return db", "url(*[1])"),
        ("def url(): yield 1", "url()"),
        ("async def url(): return 1", "url()"),
        ("@unheard_of\ndef url(): return 1", "url()"),
        ("def url():\n    if unheard_of:\n        return 1\n    return 2", "url()"),
        ("def url():\n    for x in unheard_of:\n        return 1\n    return 2", "url()"),
        ("def url(n): return url(n + 1)", "url(0)"),
        ("def url(n): return url(n + 1) + url(n + 2)", "url(0)"),
        ("class U:\n    @property\n    def of(self): return self.of", "U().of"),
        ("class U:\n    def __init__(self, h): self.h = h", "U('a').h"),
        ("class U:\n    def __init__(self): self.h = 1\n    def f(self): self.h = 2", "U().h"),
        ("class U:\n    def of(self): return 1", "U().of"),
    ],
)
def test_does_not_guess(function, call, config_of):
    assert config_of(f"{function}\nbroker_url = {call}\n")["broker_url"].value.state is State.UNKNOWN


def test_keeps_the_variable_that_a_function_reads(config_of):
    text = """
        import os
        def setting(name, default=None):
            try:
                return os.environ[name]
            except KeyError:
                raise RuntimeError(name)
        broker_url = setting("WHERE")
        """
    value = config_of(text)["broker_url"].value
    assert (value.state, value.variable, value.type) == (State.UNKNOWN, "WHERE", str)


def test_a_parameter_is_not_mistaken_for_a_name_of_the_module(config_of):
    text = "db = 7\ndef url(db): return f'redis://h/{db}'\nbroker_url = url(1)\ntask_time_limit = db\n"
    found = config_of(text)
    assert (found["broker_url"].value.value, found["task_time_limit"].value.value) == ("redis://h/1", 7)
