"""Expressions: what is known without running, and what is not."""

from __future__ import annotations

import datetime

import pytest

from celerykit.project import Opaque, State


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("3600", 3600),
        ("-1", -1),
        ("None", None),
        ("not True", False),
        ("60 * 60 * 24", 86400),
        ("2 ** 10", 1024),
        ("7 // 2 + 7 % 2", 4),
        ("'redis://' + 'h' + '/0'", "redis://h/0"),
        ("'redis://%s/%s' % ('h', 0)", "redis://h/0"),
        ("'redis://%s:6379/%(db)s'.replace('%(db)s', '0') % 'h'", "redis://h:6379/0"),
        ("'redis://{}:6379/{db}'.format('h', db=0)", "redis://h:6379/0"),
        ("'{1}{0}{{}}'.format(1, 2)", "21{}"),
        ("f'redis://{HOST}:{PORT}/0'", "redis://cache:6379/0"),
        ("f'{PORT:05d}{HOST!r}'", "06379'cache'"),
        ("'redis://' 'h'", "redis://h"),
        ("[1, *PARTS, 4]", [1, 2, 3, 4]),
        ("(1, *PARTS)", (1, 2, 3)),
        ("{'a': 1, **OPTIONS}", {"a": 1, "b": 2}),
        ("dict(a=1, **OPTIONS)", {"a": 1, "b": 2}),
        ("dict([('a', 1)])", {"a": 1}),
        ("OPTIONS | {'c': 3}", {"b": 2, "c": 3}),
        ("OPTIONS['b']", 2),
        ("PARTS[0]", 2),
        ("OPTIONS.get('b')", 2),
        ("{'json'}", {"json"}),
        ("1 if PORT == 6379 else 2", 1),
        ("None or 'x'", "x"),
        ("'' or None or 5", 5),
        ("1 and 2", 2),
        ("PORT > 1 and HOST != 'x'", True),
        ("int('3')", 3),
        ("float(3)", 3.0),
        ("str(PORT)", "6379"),
        ("bool('')", False),
        ("len(PARTS)", 2),
        ("list(range(3))", [0, 1, 2]),
        ("'a,b'.split(',')", ["a", "b"]),
        ("'-'.join(['a', 'b'])", "a-b"),
        ("timedelta(days=1)", datetime.timedelta(days=1)),
        ("datetime.timedelta(minutes=2).total_seconds", None),
        ("(x := 5)", 5),
        ("b'abc'", b"abc"),
    ],
)
def test_knows_the_value_of(expression, value, config_of):
    text = f"""
        import datetime
        from datetime import timedelta
        HOST, PORT = "cache", 6379
        PARTS = [2, 3]
        OPTIONS = {{"b": 2}}
        task_x = {expression}
        """
    found = config_of(text).get("task_x")
    if value is None and expression != "None":
        assert found is None or found.value.state is State.UNKNOWN
        return
    assert found.value.state is State.KNOWN
    assert found.value.value == value
    assert type(found.value.value) is type(value)


@pytest.mark.parametrize(
    ("expression", "type_name", "text"),
    [
        ("crontab(minute=0)", "celery.schedules.crontab", "crontab(minute=0)"),
        ("Queue('a', routing_key='k')", "kombu.Queue", "Queue('a', routing_key='k')"),
        ("ssl.CERT_NONE", "ssl.VerifyMode", "CERT_NONE"),
        ("re.compile('a.*')", "re.Pattern", "re.compile('a.*')"),
        ("lambda: 1", "function", "lambda: 1"),
    ],
)
def test_shows_objects_without_a_plain_form(expression, type_name, text, config_of):
    found = config_of(
        f"import re, ssl\n"
        f"from kombu import Queue\n"
        f"from celery.schedules import crontab\n"
        f"beat_max = 1\n"
        f"timezone = {expression}\n"
    )
    assert found["timezone"].value.value == Opaque(type_name, text)
    assert found["timezone"].value.known


def test_keeps_the_arguments_of_objects(config_of):
    value = config_of("from kombu import Queue\ntask_queues = [Queue('a', routing_key='k')]\n")["task_queues"].value
    (queue,) = value.items
    assert queue.items[0].value == "a"
    assert queue.keys["routing_key"].value == "k"


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("unheard_of", None),
        ("unheard_of + 'x'", str),
        ("f'{unheard_of}'", str),
        ("int(unheard_of)", int),
        ("not unheard_of", bool),
        ("unheard_of == 3", bool),
        ("1 if unheard_of else 2", int),
        ("1 if unheard_of else 'x'", None),
        ("unheard_of or 5", None),
        ("{'a': unheard_of}", dict),
        ("[unheard_of]", list),
        ("'x' * 10 ** 9", None),
        ("9 ** 9 ** 9", None),
        ("'%9999999999d' % 1", str),
        ("'%*d' % (9999999999, 1)", str),
        ("'%.9999999999f' % 1", str),
        ("'{:>9999999999}'.format(1)", str),
        ("'{0.real}'.format(1)", str),
        ("'{}{}'.format(1)", str),
        ("'{'.format(1)", str),
        ("1 / 0", None),
        ("{}['x']", None),
        ("open('/etc/passwd').read()", None),
        ("__import__('os').getcwd()", None),
    ],
)
def test_does_not_guess(expression, type_, config_of):
    value = config_of(f"worker_pool = {expression}\n")["worker_pool"].value
    assert value.state is State.UNKNOWN
    assert value.value is None
    assert value.type is type_


def test_knows_an_alternative_that_is_the_same_either_way(config_of):
    assert config_of("worker_pool = 'solo' if unheard_of else 'solo'\n")["worker_pool"].value.value == "solo"


def test_keeps_the_known_keys_of_a_dict_that_is_not_known_whole(config_of):
    text = "broker_transport_options = {'visibility_timeout': 3600, 'x': unheard_of}\n"
    value = config_of(text)["broker_transport_options"].value
    assert value.unknown
    assert value.keys["visibility_timeout"].value == 3600
    assert not value.open


def test_says_where_a_dict_may_hold_more(config_of):
    value = config_of("broker_transport_options = {'a': 1, **unheard_of}\n")["broker_transport_options"].value
    assert value.open
    assert value.keys["a"].value == 1


@pytest.mark.parametrize(
    "change",
    ["X['b'] = 2", "X.update(b=2)", "X.update({'b': 2})", "X |= {'b': 2}", "X = {**X, 'b': 2}"],
)
def test_follows_changes_of_a_dict(change, config_of):
    found = config_of(f"X = {{'a': 1}}\n{change}\ntask_routes = X\n")
    assert found["task_routes"].value.value == {"a": 1, "b": 2}


@pytest.mark.parametrize("change", ["X += [2]", "X.append(2)", "X.extend([2])", "X = X + [2]"])
def test_follows_changes_of_a_list(change, config_of):
    assert config_of(f"X = [1]\n{change}\nimports = X\n")["imports"].value.value == [1, 2]


@pytest.mark.parametrize("change", ["for i in y: X.append(i)", "X.remove(1)", "del X", "if y: X = [2]"])
def test_forgets_what_changes_in_ways_that_cannot_be_followed(change, config_of):
    assert config_of(f"X = [1]\n{change}\nimports = X\n")["imports"].value.unknown


def test_takes_the_value_that_a_name_has_at_that_line(config_of):
    assert config_of("X = 1\ntask_time_limit = X\nX = 2\n")["task_time_limit"].value.value == 1


def test_takes_a_branch_that_is_certain(config_of):
    text = """
        DEBUG = False
        if DEBUG:
            task_always_eager = True
        else:
            task_always_eager = False
        """
    assert config_of(text)["task_always_eager"].value.value is False


def test_does_not_choose_between_branches(config_of):
    text = """
        import os
        if os.environ.get("DEBUG"):
            task_always_eager = True
        else:
            task_always_eager = False
        """
    value = config_of(text)["task_always_eager"].value
    assert value.unknown
    assert value.type is bool


def test_leaves_out_what_runs_in_scripts_only(config_of):
    assert "task_time_limit" not in config_of("if __name__ == '__main__':\n    task_time_limit = 3\n")


def test_ends_where_names_go_round_in_circles(config_of):
    assert config_of("worker_pool = a\na = b\nb = a\n")["worker_pool"].value.unknown


def test_reads_attributes_of_classes_and_their_objects(config_of):
    text = """
        class Base:
            limit = 30
        class Settings(Base):
            pool = "solo"
        s = Settings()
        task_time_limit = s.limit
        worker_pool = Settings.pool
        """
    found = config_of(text)
    assert found["task_time_limit"].value.value == 30
    assert found["worker_pool"].value.value == "solo"


def test_does_not_trust_attributes_that_init_sets(config_of):
    text = """
        class Settings:
            pool = "solo"
            def __init__(self, pool):
                self.pool = pool
        worker_pool = Settings("x").pool
        """
    assert config_of(text)["worker_pool"].value.unknown


def test_takes_defaults_of_pydantic_settings_with_their_variable(config_of):
    text = """
        from pydantic import Field
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            redis_url: str = "redis://h/0"
            other: str = Field("redis://h/1")
        settings = Settings()
        broker_url = settings.redis_url
        result_backend = settings.other
        """
    found = config_of(text)
    assert found["broker_url"].value.value == "redis://h/0"
    assert found["broker_url"].value.variable == "REDIS_URL"
    assert found["result_backend"].value.value == "redis://h/1"
