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
    "ck902_server_tls_fails",
    "ck903_server_refuses_login",
    "ck904_server_place_missing",
    "ck905_certificate_expires_soon",
    "ck906_server_version_unsupported",
    "ck907_broker_is_cluster",
    "ck909_redis_clients_exhausted",
    "ck911_redis_is_replica",
    "ck912_redis_evicts",
    "ck913_redis_no_persistence",
    "ck914_redis_memory_full",
    "ck915_redis_has_evicted",
    "ck916_redis_stranded_messages",
    "ck917_redis_priority_keys_unread",
    "ck918_redis_foreign_queues",
    "ck919_redis_mixed_keys",
    "ck920_redis_stale_bindings",
    "ck930_queue_arguments_differ",
    "ck931_exchange_type_differs",
    "ck932_consumer_timeout_too_short",
    "ck933_rabbitmq_alarm",
    "ck934_rabbitmq_deprecated_feature",
    "ck935_rabbitmq_refuses_global_qos",
    "ck936_rabbitmq_unread_queues",
    "ck938_queue_length_limited",
    "ck940_queue_nobody_reads",
    "ck941_queue_backlog",
    "ck942_queue_read_by_strangers",
    "ck950_result_not_kept",
    "ck951_result_never_expires",
    "ck952_result_tables_missing",
    "ck953_result_table_large",
    "ck954_result_column_too_small",
    "ck960_no_worker_answers",
    "ck961_task_not_registered",
    "ck962_worker_versions_differ",
    "ck963_worker_settings_differ",
    "ck964_worker_is_stale",
    "ck965_pool_ignores_limits",
    "ck966_worker_clock_skewed",
    "ck967_node_name_duplicate",
    "ck968_worker_silent",
    "ck969_beat_missing",
    "ck970_beat_twice",
    "ck980_round_trip_fails",
    "ck990_shared_memory_unusable",
    "ck991_files_not_writable",
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
