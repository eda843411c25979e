"""Whatever a program looks like, reading it ends without an error."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from celerykit.reading import read

PROGRAM = """
import os, ssl
from datetime import datetime, timedelta
from functools import partial, wraps
from celery import Celery, Task, chord, shared_task, group
from celery.schedules import crontab
from django.db import transaction
from sqlalchemy import create_engine
from celery.result import AsyncResult
from kombu import Queue
import proj
from proj import *
BASE = {"visibility_timeout": 60 * 60, **os.environ}
class Config(dict):
    broker_url = f"redis://{os.environ['H']:>{10}}/0"
    task_queues = [Queue("a", **BASE), *[Queue(x) for x in "ab"]]
class Settings(Config):
    result_backend = Config.broker_url or None
app = Celery("p", *(), broker=Config.broker_url, **BASE)
app.config_from_object(Settings(), namespace="CELERY" if BASE else "")
app.conf.update(BASE, task_time_limit=int(os.getenv("L", "3")) % 7, **{"timezone": "UTC"})
app.conf.beat_schedule["x"] = {"task": "t"}
app.autodiscover_tasks(lambda: ["proj"])
for name in BASE:
    BASE[name] += 1
try:
    x = y = (z := 3)
except* ValueError:
    x, (y, *z) = 1, (2, 3)
@app.task(bind=True, name="n" * 3, acks_late=not x)
async def add(self, x, /, y=1, *a, k, **kw):
    r = add.s(1).set(countdown=3).apply_async()
    match r.state:
        case [1, *rest] if rest: return r.get(timeout=1)
    async with r as (p, q): await p.get()
    return group(add.si(i) for i in range(3))().join()
@web.get("/{id}")
def status(request, id):
    return AsyncResult(id).status, add.AsyncResult(id).result
class Mine(Celery):
    task_cls = Base
    def gen_task_name(self, name, module):
        module = module[:-6] if module.endswith(".tasks") else module
        return super().gen_task_name(name, module)
class Base(Task):
    acks_late = True
    def run(self, x): self.retry((x,), countdown=60, eta=datetime.now() + timedelta(1))
mine = Mine("m", task_cls="proj:Base")
mine.Task = Base
mine.register_task(Base())
later = partial(shared_task, bind=True, **BASE)
def own(**options):
    def wrapped(fun):
        @later(name=options["name"], **options)
        @wraps(fun)
        def inner(*a): return fun(*a)
        return inner
    return wrapped
engine = create_engine("x")
Session = sessionmaker(bind=engine)
@own(name="o")
@transaction.atomic
def owned(x, *a, **k):
    with transaction.atomic(), engine as e:
        add.delay(x, *a, **k), transaction.on_commit(lambda: add.delay()), Session()
header = [add.s(i) for i in range(3)]
header.append(add.si())
(group(header) | add.s()).delay(); chord(header, body=add.s()); chord(group(*header))(add.s())
@app.on_after_configure.connect
def setup(sender, **kw):
    sender.add_periodic_task(crontab(minute=0), add.s(1), name="x", expires=3)
app.task_serializer = "json"
result_expires = 3
"""
TOKENS = [
    "app", "conf", ".", "(", ")", "[", "]", "{", "}", "=", ":", ",", "**", "*", "lambda", "Celery", "task", "delay",
    "get", "import", "from", "class", "def", "x", "'s'", "1", "+", "%", "or", "if", "else", "\n", "\n    ", "@", "None",
    "os.environ", "**{}", "-1", "f'{x}'", "proj", "update", "global x", "del x", "not", "await", ":=", "==",
]  # fmt: skip


def read_text(folder: Path, text: str | bytes) -> None:
    file = folder / "proj.py"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    read(["."], root=folder, static=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("program")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_program_with_pieces_exchanged(folder, data):
    lines = PROGRAM.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(lines) - 1))
        start = data.draw(st.integers(0, len(lines[index])))
        end = data.draw(st.integers(start, len(lines[index])))
        lines[index] = lines[index][:start] + data.draw(st.sampled_from(TOKENS)) + lines[index][end:]
    read_text(folder, "\n".join(lines))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(tree=st.data())
def test_a_program_with_expressions_exchanged(folder, tree):
    module = ast.parse(PROGRAM)
    nodes = [node for node in ast.walk(module) if isinstance(node, ast.expr) and not isinstance(node, ast.Constant)]

    class Exchange(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            super().generic_visit(node)
            plain = isinstance(node, (ast.Name, ast.Attribute, ast.Call)) and isinstance(
                getattr(node, "ctx", ast.Load()), ast.Load
            )
            if plain and tree.draw(st.integers(0, 15)) == 0:
                other = tree.draw(st.sampled_from(nodes))
                if not isinstance(
                    other, (ast.Starred, ast.NamedExpr, ast.Await, ast.FormattedValue)
                ) and node not in ast.walk(other):
                    return other
            return node

    try:
        text = ast.unparse(Exchange().visit(module))
    except (ValueError, RecursionError, TypeError):
        return
    read_text(folder, text)


@settings(max_examples=150, deadline=None)
@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=30))
def test_words_in_any_order(folder, tokens):
    read_text(folder, "from celery import Celery\napp = Celery()\n" + " ".join(tokens).replace(" \n ", "\n"))


@settings(max_examples=100, deadline=None)
@given(junk=st.binary(max_size=60))
@example(junk=b"\xff\xfe")
@example(junk=b"# coding: utf-7\n+AAo-")
@example(junk=b"\x0c\n\x1c")
def test_bytes_of_any_kind(folder, junk):
    read_text(folder, b"import celery\n" + junk)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 90 + "]" * 90,
        "x = " + "+".join(["'a'"] * 900),
        "x = a" + ".b" * 900,
        "x = f" + "()" * 900,
        "x0 = [1]\n" + "".join(f"x{i + 1} = x{i} + x{i}\n" for i in range(60)) + "imports = x60\n",
        "x0 = '1'\n" + "".join(f"x{i + 1} = x{i} + x{i}\n" for i in range(60)) + "imports = x60\n",
        "".join(f"if a{i}:\n    x = {i}\n" for i in range(300)) + "imports = x\n",
        "x = [1]\n" + "x.append(x)\n" * 300 + "imports = x\n",
        "x = {}\n" + "x['a'] = x\n" * 40 + "imports = x\n",
        "x = {'a': 1, **x}\napp.conf.update(x)\n",
        "x = dict(y)\ny = {**x}\napp.conf.update(y)\n",
        "class A(A): pass\nclass B(C): pass\nclass C(B): pass\napp.config_from_object(B())\n",
        "def f(): return g()\ndef g(): return f()\ncelery = f()\ncelery.conf.x = 1\n",
    ],
)
def test_programs_that_grow_or_go_round(folder, text):
    read_text(folder, "from celery import Celery\napp = Celery()\napp.config_from_object('proj')\n" + text)


def test_a_slice_of_the_standard_library(tmp_path):
    source = Path(sysconfig.get_paths()["stdlib"])
    for file in [*sorted(source.glob("[a-d]*.py")), *sorted((source / "asyncio").glob("*.py"))]:
        # Named so that each is taken for a config and read whole.
        (tmp_path / f"celeryconfig_{file.stem}.py").write_bytes(b"import celery\n" + file.read_bytes())
    assert read(["."], root=tmp_path, static=True).parsed > 50
