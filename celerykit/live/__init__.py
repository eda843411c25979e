"""The live checks: one small file each, named for its code and its problem."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.live.base import LiveCheck

__all__ = ["CHECKS", "load"]

# In the order of asking: what says why the others could say nothing comes first.
CHECKS: tuple[str, ...] = (
    "ck901_server_unreachable",
    "ck909_redis_clients_exhausted",
    "ck911_redis_is_replica",
    "ck912_redis_evicts",
    "ck913_redis_no_persistence",
    "ck914_redis_memory_full",
    "ck915_redis_has_evicted",
    "ck980_round_trip_fails",
)


def load(codes: Iterable[str] | None = None) -> list[LiveCheck]:
    """The checks of these codes, else all, in the order of `CHECKS`. Only those that are asked for are imported."""
    wanted = None if codes is None else {code.upper() for code in codes}
    return [_check(module) for module in CHECKS if wanted is None or module[:5].upper() in wanted]


@cache
def _check(module: str) -> LiveCheck:
    found = import_module(f"{__name__}.{module}")
    check: type[LiveCheck] = getattr(found, module.partition("_")[2].title().replace("_", ""))
    return check()
