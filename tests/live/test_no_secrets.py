"""No password of a server comes out of the checks that ask it, whatever it is and wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from celerykit.live import CHECKS, load
from celerykit.live.base import NotChecked
from celerykit.live.seen import seen
from celerykit.live.system import System, system_of
from tests.rules.build import project
from tests.servers.process import free_port

MARK = "hunter2"
# What can be written into a URL, in a right one or in a broken one.
around = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6).filter(
    lambda text: "://" not in text and "'" not in text and '"' not in text and "<" not in text and ">" not in text
)
schemes = st.sampled_from(
    ["redis", "rediss", "amqp", "amqps", "sentinel", "db+postgresql+psycopg", "db+mysql+pymysql", "sqla+sqlite"]
)
CODES = [name[:5].upper() for name in CHECKS if name[:5] < "ck908" or "ck950" <= name[:5] < "ck955"]
PORT = free_port()


def forms(secret: str) -> Iterator[str]:
    """A URL without its scheme, with a secret in each place where people put one."""
    yield f"user:{secret}@127.0.0.1:{PORT}/0"
    yield f":{secret}@127.0.0.1:{PORT}/0"
    yield f"{secret.replace('@', '')}@127.0.0.1:{PORT}/0"
    yield f"127.0.0.1:{PORT}/0?password={secret.replace('&', '').split()[0] if secret.split() else secret}"


def everything(system: System) -> str:
    said = []
    for check in load(CODES):
        try:
            said += [f"{finding!r}" for finding in check.check(system)]
        except NotChecked as reason:
            said.append(str(reason))
    return "\n".join([*said, *seen(system)])


@pytest.mark.filterwarnings("ignore")  # of clients, about URLs that are broken
@settings(deadline=None, max_examples=15)
@given(schemes, around, around, st.integers(0, 3))
@example("redis", "", "@/", 0)
@example("amqp", "a:/", "#?", 0)
@example("db+postgresql+psycopg", "", "@", 0)
@example("sentinel", "", "", 3)
def test_none_comes_out(scheme: str, before: str, after: str, form: int) -> None:
    # A user's name is none, unless it stands before a Redis, where it is a password by mistake.
    if form == 2 and not scheme.startswith(("redis", "sentinel")):
        form = 0
    rest = list(forms(f"{before}{MARK}{after}"))[form]
    url = f"{scheme}://{rest};{scheme}://{rest}" if scheme == "sentinel" else f"{scheme}://{rest}"
    setting = {"broker_url": "memory://", "result_backend": url} if scheme.startswith("db+") else {"broker_url": url}
    if scheme in {"redis", "sentinel"}:
        setting["result_backend"] = url

    with system_of(project(**setting), limit=0.5, write=True) as system:
        assert MARK not in everything(system)
