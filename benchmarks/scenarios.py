"""What is measured against what, and the goals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pairs import Command
from benchmarks.trees import MODULES, write_tree
from tests.servers.redis import redis_running
from tests.workers import running_worker

__all__ = ["SCENARIOS", "Scenario"]

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
PEERS = HERE.parent / ".venv-bench"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row.

    goal: the ratio that is not to be exceeded. ours, other: the two programs; what they write goes into the folder.
    around: what runs meanwhile, given the same folder.
    """

    name: str
    goal: float
    ours: Callable[[Path], Command]
    other: Callable[[Path], Command]
    around: Callable[[Path], AbstractContextManager[object]] = nullcontext


def environment() -> dict[str, str]:
    """Ours, without any word about Celery, and not within somebody's virtual environment."""
    taken_out = ("CELERY", "PYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(taken_out)}


def _program(name: str) -> Callable[[Path], Command]:
    """One of programs/, which each configure an app, and load its transport and its result backend."""
    return lambda folder: Command([sys.executable, str(PROGRAMS / name)], folder, environment())


def _source(text: str) -> Callable[[Path], Command]:
    return lambda folder: Command([sys.executable, "-c", text], folder, environment())


def _exported(folder: Path) -> Command:
    shown = [sys.executable, "-m", "celerykit", "show", "redis-redis", "--format", "python"]
    env = environment() | {"CELERYKIT_APP_NAME": "bench"}
    module = subprocess.run(shown, cwd=folder, env=env, capture_output=True, check=True)
    (folder / "exported_config.py").write_bytes(module.stdout)
    return Command([sys.executable, str(PROGRAMS / "exported.py"), str(folder)], folder, environment())


def _validate(folder: Path) -> Command:
    command = Path(sys.executable).with_name("celerykit")
    words = [str(command), "validate", "--static", "celeryconfig.py"]
    return Command(words, PROGRAMS / "audited", environment(), exits=frozenset({0, 1}))


def _audit(folder: Path) -> Command:
    words = [_auditor(), ".", "--config", "celeryconfig.py"]
    return Command(words, PROGRAMS / "audited", environment(), exits=frozenset({0, 1}))


def _auditor() -> str:
    """celery-audit, pinned by constraints.txt, in an environment of its own that is made when it is first needed."""
    command = PEERS / "bin" / "celery-audit"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        pip = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "-c", str(HERE / "constraints.txt"), "celery-audit"], check=True)
    return str(command)


def _tree(folder: Path) -> Path:
    """A large program, written when it is first asked for."""
    if not (folder / "shop").exists():
        write_tree(folder)
    return folder


def _validate_tree(folder: Path) -> Command:
    words = [str(Path(sys.executable).with_name("celerykit")), "validate", "--static", "--output-format", "concise"]
    return Command(words, _tree(folder), environment(), exits=frozenset({0, 1}))


def _audit_tree(folder: Path) -> Command:
    words = [_auditor(), ".", "--config", "shop/celeryconfig.py"]
    return Command(words, _tree(folder), environment(), exits=frozenset({0, 1}))


def _parse_tree(folder: Path) -> Command:
    return Command([sys.executable, str(PROGRAMS / "parsed.py"), "."], _tree(folder), environment())


@contextmanager
def _a_worker(folder: Path) -> Iterator[None]:
    """A Redis and a worker on it. The URL goes into a file, and the app into a module, for those that look at them."""
    (folder / "probed.py").write_text((PROGRAMS / "probed.py").read_text())
    with redis_running() as server:
        url, _ = server.fresh_pair()
        (folder / "url").write_text(url)
        words = ["-n", _NODE, "--pool=solo"]
        with running_worker("probed", cwd=folder, env={"CELERY_BROKER_URL": url}, args=words):
            yield


def _asked(folder: Path, *words: str) -> Command:
    env = environment() | {"CELERY_BROKER_URL": (folder / "url").read_text()}
    return Command([str(Path(sys.executable).with_name(words[0])), *words[1:]], folder, env)


def _probe(folder: Path) -> Command:
    return _asked(folder, "celerykit", "doctor", "--probe", "worker", "--node", _NODE)


def _inspect(folder: Path) -> Command:
    return _asked(folder, "celery", "-A", "probed", "inspect", "ping", "-d", _NODE)


_NODE = "probed@here"
_BY_HAND = _program("by_hand.py")

SCENARIOS = (
    Scenario("load_profile / by hand", 1.5, _program("loaded.py"), _BY_HAND),
    Scenario("load_profile, with a value to convert / by hand", 1.5, _program("converted.py"), _BY_HAND),
    Scenario("exported module / by hand", 1.0, _exported, _BY_HAND),
    Scenario("validate --static / celery-audit 0.1.0", 0.7, _validate, _audit),
    Scenario(f"validate --static, {MODULES} modules / celery-audit 0.1.0", 0.5, _validate_tree, _audit_tree),
    Scenario(f"validate --static, {MODULES} modules / parsing alone", 2.0, _validate_tree, _parse_tree),
    Scenario("doctor --probe worker / celery inspect ping", 0.5, _probe, _inspect, _a_worker),
    Scenario("import celerykit / nothing", 1.1, _source("import celerykit"), _source("pass")),
)
