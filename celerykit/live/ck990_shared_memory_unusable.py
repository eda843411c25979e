from __future__ import annotations

import sys
from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.shared_memory import shared_memory
from celerykit.live.system import System
from celerykit.rules.pools import WITH_CHILDREN, pools

_LITTLE = 1024 * 1024
"""Bytes. Each semaphore takes a page of memory, and a worker needs some for each of its processes."""


class SharedMemoryUnusable(LiveCheck):
    """This machine has no room for the semaphores by which a prefork worker works.

    *Why*: the processes of a prefork worker agree by semaphores, which Linux keeps in `/dev/shm`. Where that is
    missing, closed to the user, or full, the worker does not start: `OSError: [Errno 38] Function not implemented`, or
    `No space left on device`.

    *Instead*: mount it (`tmpfs` on `/dev/shm`), with mode 1777; for a container `shm_size: 64m` or more. Where none can
    be had, as in some serverless environments, `worker_pool = "threads"` or `"solo"` does without.
    """

    code = "CK990"
    name = "shared-memory-unusable"
    severity = "error"
    message = "{what}, so that a prefork worker does not start on this machine"
    fix = "mount a tmpfs with mode 1777 on /dev/shm, in a container by shm_size; or set worker_pool to threads or solo"
    asks = "this machine: a semaphore is made, and gone again at once; how much room is left in `/dev/shm`"
    symptoms = ("OSError: [Errno 38] Function not implemented", "OSError: [Errno 28] No space left on device")

    def check(self, system: System) -> Iterator[Finding]:
        # On Linux; elsewhere semaphores are the kernel's own.
        if sys.platform != "linux" or not _may_run_prefork(system):
            return
        found, here = shared_memory(), Thing("machine", "this one")
        if found.refused:
            yield self.at(here, what=f"no semaphore can be made in {found.folder}: {found.refused}")
        elif found.free is not None and found.free < _LITTLE:
            kilobytes = found.free // 1024
            yield self.at(here, severity="warning", message=_LITTLE_LEFT, folder=found.folder, left=kilobytes)


_LITTLE_LEFT = "{folder} has {left} KB left, and a prefork worker needs some for each of its processes"


def _may_run_prefork(system: System) -> bool:
    """Whether any worker may be one of processes, for all that is known."""
    return any(pool.value.unknown or pool.name in WITH_CHILDREN for pool in pools(system.project))
